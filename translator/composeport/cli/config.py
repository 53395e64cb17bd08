"""`composeport config`: the resolved project, as `docker compose config` prints it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping

from composeport.cli import terminal
from composeport.cli.arguments import Arguments, Command, Option
from composeport.cli.project_options import PROJECT_OPTIONS, load_options
from composeport.hints import TYPE_CHECKING, Any
from composeport.records import replace

if TYPE_CHECKING:
    from composeport.compose.questions import Use
    from composeport.compose.session import LoadOptions
    from composeport.model import Project

OPTIONS = (
    *PROJECT_OPTIONS,
    Option("format", ("--format",), "yaml or json.", "FORMAT", "yaml", choices=("yaml", "json")),
    Option("output", ("-o", "--output"), "Write to FILE.", "FILE"),
    Option("quiet", ("-q", "--quiet"), "Only check the files; print nothing."),
    Option("services", ("--services",), "Print the services' names."),
    Option("volumes", ("--volumes",), "Print the volumes' names."),
    Option("networks", ("--networks",), "Print the networks' names."),
    Option("models", ("--models",), "Print the models' names."),
    Option("images", ("--images",), "Print the images' names."),
    Option("profiles", ("--profiles",), "Print the profiles' names."),
    Option("variables", ("--variables",), "Print the variables that the files use, with their defaults."),
    Option("environment", ("--environment",), "Print the variables that interpolation sees."),
    Option("no_interpolate", ("--no-interpolate",), "Leave variables as they are."),
    Option("no_path_resolution", ("--no-path-resolution",), "Leave relative paths as they are."),
    Option("no_normalize", ("--no-normalize",), "Add nothing that the files do not say."),
    Option("no_consistency", ("--no-consistency",), "Do not check that the parts fit together."),
    Option("no_env_resolution", ("--no-env-resolution",), "Do not read the env files of services."),
)


def run(arguments: Arguments) -> None:
    """Read the project, and print it or what was asked about it."""
    text, shown = _texts(arguments, _load_options(arguments))
    if arguments.flag("quiet"):
        return
    if output := arguments.text("output"):
        from composeport.writers.single_file import replace_file  # noqa: PLC0415 - few ask for a file

        replace_file(output, text.encode(errors="surrogateescape"), secret=text != shown())
    elif sys.stdout.isatty():
        sys.stdout.write(shown())
        if text != shown():
            terminal.say_hidden("-o FILE")
    else:
        sys.stdout.write(text)


COMMAND = Command("Print the resolved project as `docker compose config` does.", OPTIONS, run)


def _load_options(arguments: Arguments) -> LoadOptions:
    return replace(
        load_options(arguments),
        interpolate=not arguments.flag("no_interpolate"),
        normalise=not arguments.flag("no_normalize"),
        resolve_paths=not arguments.flag("no_path_resolution"),
        consistency=not arguments.flag("no_consistency"),
        resolve_environment=not arguments.flag("no_env_resolution"),
    )


def _texts(arguments: Arguments, options: LoadOptions) -> tuple[str, Callable[[], str]]:
    """What the command line asks for, as text that ends in a newline, and what makes it without its credentials."""
    from composeport.compose import questions  # noqa: PLC0415

    form = arguments.text("format")
    if arguments.flag("environment"):
        found = questions.environment(options)
        return _both(found, lambda data: _lines(f"{name}={value}" for name, value in sorted(data.items())), found)
    if arguments.flag("variables"):
        return _both(_uses(questions.variables(options)), lambda data: _variables(data, form), options.environment)
    if not options.interpolate:
        return _both(questions.merged_tree(options), lambda data: document(data, form), options.environment)
    from composeport.compose.load import load  # noqa: PLC0415

    return _of_project(arguments, load(options))


def _both(
    data: dict[str, Any], printed: Callable[[dict[str, Any]], str], variables: Mapping[str, str]
) -> tuple[str, Callable[[], str]]:
    def shown() -> str:
        from composeport.cli.hidden import hidden, without  # noqa: PLC0415 - for a terminal and a file
        from composeport.secrecy import secrets_of  # noqa: PLC0415

        return printed(without(hidden(data), secrets_of(variables)))

    return printed(data), shown


def _of_project(arguments: Arguments, project: Project) -> tuple[str, Callable[[], str]]:
    from composeport.compose import questions  # noqa: PLC0415
    from composeport.writers.canonical import canonical  # noqa: PLC0415
    from composeport.writers.canonical_values import Form  # noqa: PLC0415

    names: dict[str, Callable[[], Iterable[str]]] = {
        "services": lambda: project.services,
        "volumes": lambda: project.volumes,
        "profiles": lambda: questions.profiles(project),
        "images": lambda: questions.images(project),
        "networks": lambda: project.networks,
        "models": lambda: [model.model for model in project.models.values()],
    }
    for question, answer in names.items():
        if arguments.flag(question):
            return _both({"answer": list(answer())}, lambda data: _lines(data["answer"]), project.environment)
    form = arguments.text("format")
    return _both(canonical(project, Form(form)), lambda data: document(data, form), project.environment)


def document(data: dict[str, object], form: str) -> str:
    """What is resolved as `yaml` or `json`; bytes of an env file that are no text are written as Compose does."""
    if form == "json":
        import json  # noqa: PLC0415

        text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
        return text if text.isascii() else _encodable(text)
    from composeport.writers.yaml_text import dump  # noqa: PLC0415

    try:
        return dump(data)
    except ValueError:
        return dump(_with_bytes(data))


def _encodable(text: str) -> str:
    """The text with a replacement character for each byte of an env file that is no UTF-8, as in Go's JSON."""
    from composeport.audit.reports.plain import encodable  # noqa: PLC0415 - hardly a project has such bytes

    return encodable(text)


def _with_bytes(data: Any) -> Any:
    """The same data, with bytes for each text that has one which is no UTF-8, as in Go's YAML."""
    from composeport.writers.yaml_text import Binary  # noqa: PLC0415

    match data:
        case dict():
            return {key: _with_bytes(value) for key, value in data.items()}
        case list() | tuple():
            return [_with_bytes(value) for value in data]
        case str() if _encodable(data) != data:
            return Binary(data.encode(errors="surrogateescape"))
    return data


def _uses(found: dict[str, Use]) -> dict[str, Any]:
    """The variables as plain data, each with its name as a key, so that a secret default is known as one."""
    return {
        name: {
            "default": {name: use.default},
            "alternate": {name: use.alternate},
            "required": {name: use.required},
        }
        for name, use in found.items()
    }


def _variables(found: dict[str, Any], form: str) -> str:
    """The reference's table, or its JSON."""
    uses = {name: {key: value[name] for key, value in use.items()} for name, use in found.items()}
    if form == "json":
        return document(
            {
                name: {
                    "Name": name,
                    "DefaultValue": use["default"],
                    "PresenceValue": use["alternate"],
                    "Required": use["required"],
                }
                for name, use in uses.items()
            },
            form,
        )
    rows = [("NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE")]
    rows += [(name, str(use["required"]).lower(), use["default"], use["alternate"]) for name, use in uses.items()]
    widths = [max(20, *(len(row[column]) + 3 for row in rows)) for column in range(3)]
    return _lines(
        "".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    )


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
