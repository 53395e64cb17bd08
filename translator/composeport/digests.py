"""SHA-256 without OpenSSL where the interpreter brings its own, and JSON text to digest without the `json` package.

To load OpenSSL takes longer than all digests, and `json` as long as to read a small Compose file; the standard
library's `random` does the same with the former.
"""

from __future__ import annotations

from composeport.hints import TYPE_CHECKING

__all__ = ["json_text", "sha256"]

if TYPE_CHECKING:
    from hashlib import sha256
    from json.encoder import encode_basestring_ascii as quoted
else:
    try:
        from _sha2 import sha256  # from Python 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
    try:
        from _json import encode_basestring_ascii as quoted
    except ImportError:
        from json.encoder import encode_basestring_ascii as quoted


def json_text(value: object) -> str:
    """What manifests are made of, as `json.dumps(value, sort_keys=True)` writes it. TypeError for anything else."""
    match value:
        case str():
            return quoted(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(json_text, value))}]"
        case dict():
            pairs = (f"{quoted(key)}: {json_text(value[key])}" for key in sorted(value))
            return "{" + ", ".join(pairs) + "}"
    raise TypeError(f"no JSON for a value of type {type(value).__name__}")
