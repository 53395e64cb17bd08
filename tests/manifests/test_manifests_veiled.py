"""What a Secret holds is not shown, wherever it is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import composeport

CANARY = "hunter2-canary"


@pytest.mark.parametrize(
    "text",
    [
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nstringData: {{a b: {CANARY}}}\n",
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nstringData:\n  a: [{CANARY}]\n",
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata: {{a: {CANARY}}}\n",
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nstringData:\n  a b: |\n    {CANARY}\n    {CANARY}\n",
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: A}}\nstringData: {CANARY}\n",
        f"kind: Secret\napiVersion: v1\nstringData: {{a: {CANARY}, a: {CANARY}}}\n",
        f"kind: Secret\napiVersion: v1\nstringData: {{a: '{CANARY}\n",
        f"kind: List\napiVersion: v1\nitems: [{{kind: Secret, apiVersion: v1, x: 1, stringData: {{a: {CANARY}}}}}]\n",
        f"{{kind: Secret, apiVersion: v1, x: y, stringData: {{a {CANARY}, b: c}}}}\n",
        f"{{kind: secrets, apiVersion: v1, metadata: {{name: a}}, stringData: {{a: {CANARY}}}}}\n",
        f"kind: Secret\napiVersion: v1\nmetadata: {{name: a}}\nstringDatas: {{a: {CANARY}}}\n",
        f"kind: Secret\napiVersion: v1\nmetadata: {{name: a}}\n--\nstringData: {{a: {CANARY}}}\n",
        f'{{kind": "Secret", "apiVersion": "v1", "stringData": {{"a": "{CANARY}"}}}}',
        f"kind: Secret\napiVersion: v1\nmetadata: {{name: a}}\n---\n{CANARY}\n",
        json.dumps({"kind": "Secret", "apiVersion": "v1", "immutable": 1, "stringData": {"a": CANARY}}),
    ],
)
def test_the_values_of_secrets_are_dotted_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.yaml").write_text(text)
    done = composeport(tmp_path, "verify", "s.yaml")
    assert done.returncode == 1
    assert "hunter2" not in done.stdout + done.stderr
    assert "s.yaml:" in done.stdout


def test_a_line_stays_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: 1234, b c: xy}\n"
    )
    assert composeport(tmp_path, "verify", "s.yaml").stdout.startswith(
        """\
error: `stringData.a` must be text, not a number
 --> s.yaml:4:17
  |
4 | stringData: {a: ••••, b c: ••}
  |                 ^^^^
  = help: put quotes around it
"""
    )
