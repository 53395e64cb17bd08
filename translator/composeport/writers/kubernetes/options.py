"""What a user may choose about a Kubernetes translation (CLI reference, `composeport k8s`)."""

from __future__ import annotations

import re

from composeport.errors import UsageError
from composeport.records import NamedTuple, dataclass
from composeport.writers.built_images import check_registry

KUBE_VERSIONS = ("1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
"""The versions of Kubernetes that composeport writes for."""

ROUTED = ("ingress", "gateway")
"""The values of `publish` with which requests are told apart by host."""

CHOICES = {
    "format": ("manifests", "kustomize", "helm"),
    "publish": ("cluster", "load-balancer", "node-port", *ROUTED),
    "controller": ("deployment", "statefulset", "daemonset"),
    "bind": ("auto", "host-path"),
    "wait": ("init", "none"),
    "kube_version": KUBE_VERSIONS,
}
"""What each option may be that is one of a few words."""

_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_NAMES = rf"{_LABEL}(\.{_LABEL})*"


class _Form(NamedTuple):
    """What the text of an option matches, and how that is called."""

    pattern: str
    name: str


_FORMS = {
    "namespace": _Form(_LABEL, "a DNS label"),
    "domain": _Form(rf"(?=.{{1,189}}$){_NAMES}", "a domain name in small letters, as example.com"),
    **dict.fromkeys(("ingress_class", "storage_class"), _Form(rf"(?=.{{1,253}}$){_NAMES}", "the name of a class")),
    "wait_image": _Form(r"\S+", "the name of an image"),
    "volume_size": _Form(r"(?=.*[1-9])[0-9]+(\.[0-9]+)?([EPTGMk]|[EPTGMK]i)?", "a quantity of bytes, as 10Gi"),
}
"""A domain leaves room for a service's name and a dot: 253 characters in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesOptions:
    """The choices, each with the default of the command line, whose options have the same names.

    UsageError where an object of Kubernetes could not have such a value.
    """

    format: str = "manifests"
    namespace: str = ""
    kube_version: str = "1.37"
    registry: str = ""
    controller: str = ""
    volume_size: str = "1Gi"
    storage_class: str = ""
    bind: str = "auto"
    seed_volumes: bool = False
    plain_env: bool = False
    wait: str = "init"
    wait_image: str = ""
    liveness: bool = False
    network_policies: bool = True
    harden: bool = False
    publish: str = "cluster"
    domain: str = ""
    ingress_class: str = ""

    def __post_init__(self) -> None:
        """Refuse what no manifest could say."""
        check_registry(self.registry)
        for name, words in CHOICES.items():
            text = getattr(self, name)
            if text not in words and text != getattr(KubernetesOptions, name):
                raise UsageError(f"`{_flag(name)}` takes {', '.join(words[:-1])} or {words[-1]}, not `{text}`")
        for name, form in _FORMS.items():
            text = getattr(self, name)
            if not re.fullmatch(form.pattern, text) and text != getattr(KubernetesOptions, name):
                raise UsageError(f"`{_flag(name)}` takes {form.name}, not `{text}`")

    def at_least(self, version: str) -> bool:
        """Whether the target version of Kubernetes is `version` or newer; both are `1.MINOR`."""
        return int(self.kube_version.split(".")[1]) >= int(version.split(".")[1])


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
