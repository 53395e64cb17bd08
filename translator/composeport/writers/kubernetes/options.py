"""What a user may choose about a Kubernetes translation (CLI reference, `composeport k8s`)."""

from __future__ import annotations

from composeport.records import dataclass

KUBE_VERSIONS = ("1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
"""The versions of Kubernetes that composeport writes for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesOptions:
    """The choices, each with the default of the command line. `kube_version` is one of `KUBE_VERSIONS`."""

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

    def at_least(self, version: str) -> bool:
        """Whether the target version of Kubernetes is `version` or newer; both are `1.MINOR`."""
        return int(self.kube_version.split(".")[1]) >= int(version.split(".")[1])
