"""The comment for a pull request: to the letter, within what fits, and harmless."""

from __future__ import annotations

import pytest

from composeport import __version__
from composeport.audit.report import Audit
from composeport.audit.reports.markdown_report import markdown_report
from composeport.audit.reports.markdown_text import code, escaped, inlined
from report_samples import ACCEPTED, CLEAN, LOCAL, ONE, TREE, report

COMMENT = f"""\
## Migration audit: shop

| | Kubernetes | Swarm |
|:--|--:|--:|
| Kept as it is | 80 % | 80 % |
| Approximated | 10 % | 10 % |
| Dropped | 10 % | 10 % |
| Errors | 0 | 1 |
| Warnings | 1 | 1 |
| Notes | 1 | 0 |

### What to do first

1. **CP402 node-local-volume**, 1 error on Swarm in db: use `--pin-volumes`

<details open>
<summary>1 error</summary>

| Rule | Where | What happens | Next step | On |
|:--|:--|:--|:--|:--|
| CP402 node-local-volume | `shop/compose.yaml:6` | the data stays on one node | use `--pin-volumes` | Swarm |

</details>

<details>
<summary>1 warning</summary>

| Rule | Where | What happens | Next step | On |
|:--|:--|:--|:--|:--|
| CP902 mutable-tag | `shop/compose.yaml:4` | 'postgres' has no tag | name a version | Kubernetes, Swarm |

</details>

<details>
<summary>1 note</summary>

| Rule | Where | What happens | Next step | On |
|:--|:--|:--|:--|:--|
| CP111 obsolete-version | `shop/compose.yaml:1` | `version` is ignored | remove it | Kubernetes |

</details>

<sub>composeport {__version__}. Kept as it is: the share of the attributes that the files state. \
`composeport explain CODE` says why.</sub>
"""
PROJECTS = """\
| Project | Errors | Warnings | Notes | Kubernetes | Swarm |
|:--|--:|--:|--:|--:|--:|
| `shop/compose.yaml` | 1 | 1 | 1 | 80 % | 80 % |
| `broken/compose.yaml` | 1 | 0 | 0 | – | – |
| `empty/compose.yaml` | 0 | 0 | 0 | 80 % | 80 % |
"""


def test_a_comment_has_a_table_and_folded_findings() -> None:
    assert markdown_report(ONE) == COMMENT


def test_a_tree_has_a_table_of_projects_with_the_worst_first() -> None:
    comment = markdown_report(TREE)
    assert comment.startswith("## Migration audit: 3 projects below projects\n")
    assert f"<summary>3 projects</summary>\n\n{PROJECTS}\n</details>" in comment


def test_a_clean_project_is_said_to_be_clean() -> None:
    assert "\n\nNothing found.\n\n" in markdown_report(Audit((CLEAN,)))


def test_what_is_suppressed_or_known_is_counted() -> None:
    assert "\n\n2 findings known from the baseline, 1 finding suppressed by the files\n\n" in markdown_report(
        Audit((ACCEPTED,))
    )


def test_a_comment_is_no_longer_than_github_takes_and_says_what_it_leaves_out() -> None:
    many = [LOCAL._replace(message=f"volume {number} {'x' * 200}") for number in range(10)]
    comment = markdown_report(Audit(tuple(report(*many, files=(f"{n}/compose.yaml",)) for n in range(300)), "src"))
    assert len(comment) < 65_536
    assert "<summary>3,000 errors</summary>" in comment
    assert comment.count("left out: a comment has room for no more.") == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("*a* _b_ [c](d) ~e~ `f\\", r"\*a\* \_b\_ \[c\](d) \~e\~ \`f\\"),
        ("two\nlines\x1b[0m", "two lines\ufffd\\[0m"),
        ("ask @octocat, see #12 and !3", "ask @<!-- -->octocat, see #<!-- -->12 and !<!-- -->3"),
        ("https://example.org www.example.org", "https:<!-- -->//example.org www<!-- -->.example.org"),
    ],
)
def test_prose_is_shown_as_it_is(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("a|b", "`a\\|b`"), ("a`b", "`` a`b ``"), ("", ""), ("a\nb", "`a b`")])
def test_code_is_shown_as_it_is(text: str, shown: str) -> None:
    assert code(text) == shown


def test_code_in_a_message_stays_code() -> None:
    assert inlined("use `a|*b*` *now*, or `x") == r"use `a\|*b*` \*now\*, or \`x"
