"""The colours of the SVG, light and dark; nothing is loaded from anywhere."""

from __future__ import annotations

from colorsys import hls_to_rgb

from composeport.records import NamedTuple

_HUES = (212, 152, 28, 268, 340, 188, 92, 50)
"""One a network, in turn: neighbours in the list are far from each other on the wheel."""

HUES = len(_HUES)

_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'


class _Theme(NamedTuple):
    page: str
    ink: str
    muted: str
    line: str
    card: str
    edge: str
    public: str
    on_public: str
    healthy: str
    completed: str
    region: tuple[float, float]
    """Lightness and saturation of a network's ground."""
    frame: tuple[float, float]
    title: tuple[float, float]


_LIGHT = _Theme(
    page="#ffffff", ink="#0f172a", muted="#55627a", line="#64748b", card="#ffffff", edge="#b6c2d2",
    public="#1d4ed8", on_public="#ffffff", healthy="#15803d", completed="#7e22ce",
    region=(0.965, 0.60), frame=(0.76, 0.42), title=(0.30, 0.55),
)  # fmt: skip
_DARK = _Theme(
    page="#0d1117", ink="#e6edf3", muted="#9aa7b8", line="#8b98aa", card="#161b22", edge="#3d4757",
    public="#79b0ff", on_public="#0d1117", healthy="#4ade80", completed="#d8a4ff",
    region=(0.105, 0.30), frame=(0.34, 0.32), title=(0.76, 0.60),
)  # fmt: skip


def stylesheet() -> str:
    """The whole style sheet."""
    return (
        f"text{{font-family:{_FONT};dominant-baseline:alphabetic}}"
        ".project{font-size:20px;font-weight:700}.summary{font-size:12px}"
        ".title{font-size:12px;font-weight:700}.guests,.note{font-size:11px}.name{font-size:14px;font-weight:600}"
        ".image{font-size:12px}.pill text,.legend text{font-size:11px}"
        ".line{fill:none;stroke-width:1.4}.line:hover{stroke-width:3}.wait{stroke-dasharray:6 4}"
        ".mount{stroke-dasharray:1.5 4;stroke-linecap:round}"
        ".job rect.card{stroke-dasharray:5 3}.internal rect{stroke-width:2.2}.lock{fill:none;stroke-width:1.4}"
        f"{_colours(_LIGHT)}@media (prefers-color-scheme:dark){{{_colours(_DARK)}}}"
    )


def _colours(theme: _Theme) -> str:
    return (
        f".page{{fill:{theme.page}}}.ink,.name,.project{{fill:{theme.ink}}}"
        f".summary,.image,.guests,.note,.legend text{{fill:{theme.muted}}}"
        f".line{{stroke:{theme.line}}}.arrow{{fill:{theme.line}}}.card{{fill:{theme.card};stroke:{theme.edge}}}"
        f".cylinder{{fill:{theme.card};stroke:{theme.line}}}.icon{{fill:none;stroke:{theme.muted}}}"
        f".pill rect{{fill:none;stroke:{theme.edge}}}.pill text{{fill:{theme.ink}}}"
        f".pill.note text,.pill.port text{{fill:{theme.muted}}}"
        f".pill.public rect{{fill:{theme.public};stroke:{theme.public}}}.pill.public text{{fill:{theme.on_public}}}"
        f".pill.loopback rect{{stroke:{theme.public};stroke-dasharray:3 2}}.pill.loopback text{{fill:{theme.public}}}"
        f".healthy{{fill:{theme.healthy}}}.completed{{fill:{theme.completed}}}"
        f".healthy,.completed{{stroke:{theme.page};stroke-width:1.5}}"
        + "".join(_network(number, hue, theme) for number, hue in enumerate(_HUES))
    )


def _network(number: int, hue: int, theme: _Theme) -> str:
    ground, frame, title = (_hex(hue, *shade) for shade in (theme.region, theme.frame, theme.title))
    return (
        f".region.n{number} rect{{fill:{ground};stroke:{frame}}}.n{number} .title,.dot.n{number}{{fill:{title}}}"
        f".n{number} .lock{{stroke:{title}}}"
    )


def _hex(hue: int, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in hls_to_rgb(hue / 360, lightness, saturation))
