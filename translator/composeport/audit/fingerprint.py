"""What names a finding from one run to the next."""

from __future__ import annotations

import hashlib
import json

from composeport.diagnostics import Finding


def fingerprint(finding: Finding) -> str:
    """What stays the same while a finding is the same: made from its evidence and path, not from prose or places."""
    identity = [finding.rule.code, finding.target.value, list(map(str, finding.path)), dict(finding.evidence)]
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
