"""The stream: one text for all files, and what it shows on a terminal."""

from __future__ import annotations

from io import StringIO

from composeport.writers.output import OutputFile, hide_secrets, write_stream

FILES = (
    OutputFile("web.yaml", ({"kind": "Service"}, {"kind": "Deployment"})),
    OutputFile(
        "db.yaml",
        (
            {
                "kind": "Secret",
                "metadata": {"name": "db"},
                "data": {"a": "aHVudGVyMg=="},
                "stringData": {"b": "hunter2"},
            },
        ),
        secret=True,
        comment="Credentials.",
    ),
)


def written(files: object) -> str:
    stream = StringIO()
    write_stream(stream, files)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_line_stands_between_each_two_documents() -> None:
    assert written(FILES) == (
        "kind: Service\n---\nkind: Deployment\n---\n# Credentials.\nkind: Secret\nmetadata:\n  name: db\n"
        "data:\n  a: aHVudGVyMg==\nstringData:\n  b: hunter2\n"
    )


def test_values_of_secrets_can_be_hidden() -> None:
    assert written(hide_secrets(FILES)) == (
        "kind: Service\n---\nkind: Deployment\n---\n# Credentials.\nkind: Secret\nmetadata:\n  name: db\n"
        "data:\n  a: ••••\nstringData:\n  b: ••••\n"
    )


def test_nothing_is_an_empty_stream() -> None:
    assert written(()) == ""
