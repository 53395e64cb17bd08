"""The real projects beside the repository, where they are: data to test against, none of it copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from case_directory import Case
from composeport import load_project
from composeport.model import Project

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


@dataclass(frozen=True)
class CorpusProject:
    """One project: its folder, its files in order, and the files of variables that it is read with."""

    name: str
    files: tuple[str, ...]
    env_files: tuple[str, ...]

    def load(self) -> Project:
        """The project, in the environment in which the reference accepted it."""
        return self.load_with({})

    def load_with(self, variables: Mapping[str, str]) -> Project:
        """The project, where some variables of that environment are others."""
        folder = CORPUS / self.name
        return load_project(
            [str(folder / file) for file in self.files],
            project_name="corpus",
            project_directory=str(folder),
            env_files=[str(folder / file) for file in self.env_files],
            environment={"PATH": "/bin", "HOME": "/home/corpus", "USER": "corpus", "PWD": str(folder), **variables},
        )


def corpus_projects() -> list[CorpusProject]:
    """Every project that the reference accepts; none where the corpus is not there."""
    index = CORPUS / "INDEX.tsv"
    if not index.is_file():
        return []
    rows = [line.split("\t") for line in index.read_text().splitlines()[1:]]
    return [
        CorpusProject(name, tuple(files.split(",")), tuple(file for file in env_files.split(",") if file))
        for name, files, env_files, reference, *_ in sorted(rows)
        if reference == "ok"
    ]


def load_case(case: Case, variables: Mapping[str, str] | None = None) -> Project:
    """One of the repository's own cases, as its `case.toml` says, where some variables are others."""
    found = [name for name in ("compose.yaml", "compose.override.yaml") if (case.directory / name).is_file()]
    return load_project(
        [str(case.directory / name) for name in case.files or found],
        project_directory=str(case.directory),
        profiles=case.profiles,
        environment={**case.environment, **(variables or {})},
    )
