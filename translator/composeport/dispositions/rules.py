"""The rules by which findings are made, as one literal list: code, slug and severity on each target.

A rule is named after the bad pattern. Writers, passes and the audit all refer to these values.
"""

from __future__ import annotations

from composeport.diagnostics import Rule, Severity

# Reading
REFUSED_INPUT = Rule("CP100", "refused-input", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
UNRESOLVED_VARIABLE = Rule("CP101", "unresolved-variable", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
SWARM_INTERPOLATION = Rule("CP102", "swarm-interpolation", swarm=Severity.ERROR)
DOTENV_NOT_READ = Rule("CP103", "dotenv-not-read", swarm=Severity.WARNING)
ENV_FILE_DIALECT = Rule("CP104", "env-file-dialect", swarm=Severity.WARNING)
ENV_FILE_MISSING = Rule("CP105", "env-file-missing", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
PROFILE_INACTIVE = Rule("CP106", "profile-inactive", kubernetes=Severity.INFO, swarm=Severity.INFO)
MERGE_TAGS_IGNORED = Rule("CP107", "merge-tags-ignored", swarm=Severity.ERROR)
NAME_REWRITTEN = Rule("CP108", "name-rewritten", kubernetes=Severity.WARNING)
UNKNOWN_ATTRIBUTE = Rule("CP109", "unknown-attribute", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
REFERENCE_IN_MOUNTED_FILE = Rule("CP110", "reference-in-mounted-file", kubernetes=Severity.WARNING)
OBSOLETE_VERSION = Rule("CP111", "obsolete-version", kubernetes=Severity.INFO, swarm=Severity.INFO)
PROJECT_NAME_FROM_FOLDER = Rule("CP112", "project-name-from-folder", kubernetes=Severity.INFO)
TEMPLATE_IN_VALUE = Rule("CP113", "template-in-value", swarm=Severity.INFO)

# Lifecycle
DEPENDENCY_CONDITION = Rule("CP201", "dependency-condition", kubernetes=Severity.WARNING)
ORDERING_LOST = Rule("CP202", "ordering-lost", swarm=Severity.WARNING)
ONE_SHOT_SERVICE = Rule("CP203", "one-shot-service", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
RESTART_NARROWED = Rule("CP204", "restart-narrowed", kubernetes=Severity.INFO)
NO_HEALTHCHECK = Rule("CP205", "no-healthcheck", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
SHELL_PROBE = Rule("CP206", "shell-probe", kubernetes=Severity.WARNING)
UNHEALTHY_REPLACED = Rule("CP207", "unhealthy-replaced", swarm=Severity.INFO)
STOP_SIGNAL = Rule("CP208", "stop-signal", kubernetes=Severity.WARNING)
LIFECYCLE_HOOKS = Rule("CP209", "lifecycle-hooks", kubernetes=Severity.INFO, swarm=Severity.ERROR)
INIT_PROCESS = Rule("CP210", "init-process", kubernetes=Severity.WARNING)
WAIT_IMPOSSIBLE = Rule("CP211", "wait-impossible", kubernetes=Severity.ERROR)
RESTART_ASSUMED = Rule("CP212", "restart-assumed", swarm=Severity.INFO)

# Network
NO_DECLARED_PORT = Rule("CP301", "no-declared-port", kubernetes=Severity.WARNING)
LOOPBACK_WIDENED = Rule("CP302", "loopback-widened", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
INGRESS_PORT_CLASH = Rule("CP303", "ingress-port-clash", swarm=Severity.ERROR)
HOST_NETWORK = Rule("CP304", "host-network", kubernetes=Severity.WARNING, swarm=Severity.ERROR)
SHARED_NAMESPACE = Rule("CP305", "shared-namespace", kubernetes=Severity.WARNING, swarm=Severity.ERROR)
STATIC_ADDRESS = Rule("CP306", "static-address", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
DNS_ALIAS = Rule("CP307", "dns-alias", kubernetes=Severity.INFO)
NETWORK_ISOLATION = Rule("CP308", "network-isolation", kubernetes=Severity.INFO)
INTERNAL_NETWORK = Rule("CP309", "internal-network", kubernetes=Severity.INFO)
NON_OVERLAY_NETWORK = Rule("CP310", "non-overlay-network", swarm=Severity.ERROR)
HOST_GATEWAY = Rule("CP311", "host-gateway", kubernetes=Severity.ERROR, swarm=Severity.WARNING)
MIXED_PROTOCOL_LOAD_BALANCER = Rule("CP312", "mixed-protocol-load-balancer", kubernetes=Severity.WARNING)
PROXY_LABELS = Rule("CP313", "proxy-labels", kubernetes=Severity.INFO, swarm=Severity.WARNING)
LOCALHOST_REFERENCE = Rule("CP314", "localhost-reference", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
PUBLISHED_NOT_EXPOSED = Rule("CP315", "published-not-exposed", kubernetes=Severity.INFO)

# Storage
SHARED_VOLUME = Rule("CP401", "shared-volume", kubernetes=Severity.ERROR)
NODE_LOCAL_VOLUME = Rule("CP402", "node-local-volume", swarm=Severity.ERROR)
FILE_MOUNT = Rule("CP403", "file-mount", kubernetes=Severity.INFO, swarm=Severity.INFO)
SOURCE_TREE_MOUNT = Rule("CP404", "source-tree-mount", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
HOST_PATH = Rule("CP405", "host-path", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
CONTAINER_RUNTIME_SOCKET = Rule("CP406", "container-runtime-socket", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
OBJECT_TOO_LARGE = Rule("CP407", "object-too-large", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
STATEFUL_WORKLOAD = Rule("CP408", "stateful-workload", kubernetes=Severity.WARNING)
REPLICATED_STATE = Rule("CP409", "replicated-state", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
GUESSED_SIZE = Rule("CP410", "guessed-size", kubernetes=Severity.WARNING)
VOLUME_NOT_SEEDED = Rule("CP411", "volume-not-seeded", kubernetes=Severity.WARNING)
VOLUME_OWNERSHIP = Rule("CP412", "volume-ownership", kubernetes=Severity.WARNING)
TMPFS_LOST = Rule("CP413", "tmpfs-lost", swarm=Severity.WARNING)
MISSING_SOURCE = Rule("CP414", "missing-source", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
HOST_DATA = Rule("CP415", "host-data", kubernetes=Severity.ERROR, swarm=Severity.ERROR)

# Secrets
SECRET_IN_ENVIRONMENT = Rule("CP501", "secret-in-environment", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
SECRET_IN_OUTPUT = Rule("CP502", "secret-in-output", kubernetes=Severity.WARNING)
SECRET_SOURCE = Rule("CP503", "secret-source", swarm=Severity.ERROR)
IMMUTABLE_OBJECT = Rule("CP504", "immutable-object", swarm=Severity.WARNING)
DEFAULT_CREDENTIAL = Rule("CP505", "default-credential", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
MISSING_SECRET = Rule("CP506", "missing-secret", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
FILE_OUTSIDE_PROJECT = Rule("CP507", "file-outside-project", kubernetes=Severity.WARNING, swarm=Severity.WARNING)

# Security
PRIVILEGED_CONTAINER = Rule("CP601", "privileged-container", kubernetes=Severity.WARNING, swarm=Severity.ERROR)
NAMED_USER = Rule("CP602", "named-user", kubernetes=Severity.WARNING)
HOST_NAMESPACE = Rule("CP603", "host-namespace", kubernetes=Severity.WARNING, swarm=Severity.ERROR)
DEVICE_OR_GPU = Rule("CP604", "device-or-gpu", kubernetes=Severity.WARNING, swarm=Severity.ERROR)
SECURITY_OPTION_LOST = Rule("CP605", "security-option-lost", swarm=Severity.ERROR)
OBJECT_OWNER_LOST = Rule("CP606", "object-owner-lost", kubernetes=Severity.INFO)
UNSAFE_SYSCTL = Rule("CP607", "unsafe-sysctl", kubernetes=Severity.ERROR)
HARDENED = Rule("CP608", "hardened-assumption", kubernetes=Severity.WARNING)

# Resources
NO_RESOURCE_LIMITS = Rule("CP701", "no-resource-limits", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
LEGACY_LIMITS = Rule("CP702", "legacy-limits", swarm=Severity.ERROR)
KERNEL_TUNING = Rule("CP703", "kernel-tuning", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
GUARANTEED_QUANTITIES = Rule("CP704", "guaranteed-quantities", kubernetes=Severity.INFO)
REQUEST_NOT_RESERVED = Rule("CP705", "request-not-reserved", kubernetes=Severity.INFO)

# Swarm
SWARM_REJECTED = Rule("CP801", "swarm-rejected", swarm=Severity.ERROR)
SWARM_IGNORED = Rule("CP802", "swarm-ignored", swarm=Severity.WARNING)
SWARM_SILENT_LOSS = Rule("CP803", "swarm-silent-loss", swarm=Severity.ERROR)

# What no other rule names
NO_COUNTERPART = Rule("CP805", "no-counterpart", kubernetes=Severity.WARNING)
CLUSTER_PREREQUISITE = Rule("CP806", "cluster-prerequisite", kubernetes=Severity.WARNING, swarm=Severity.INFO)
UNKNOWN_OVERRIDE = Rule("CP807", "unknown-override", kubernetes=Severity.WARNING)
OVERRIDE_NOT_HONOURED = Rule("CP808", "override-not-honoured", kubernetes=Severity.WARNING)
STALE_OBJECT = Rule("CP809", "stale-object", kubernetes=Severity.INFO)

# Images and housekeeping
UNBUILT_IMAGE = Rule("CP901", "unbuilt-image", kubernetes=Severity.ERROR, swarm=Severity.ERROR)
MUTABLE_TAG = Rule("CP902", "mutable-tag", kubernetes=Severity.WARNING, swarm=Severity.WARNING)
DEVELOPMENT_ONLY = Rule("CP903", "development-only", kubernetes=Severity.INFO, swarm=Severity.INFO)
UNUSED_SUPPRESSION = Rule("CP990", "unused-suppression", kubernetes=Severity.INFO, swarm=Severity.INFO)

RULES = (
    REFUSED_INPUT,
    UNRESOLVED_VARIABLE,
    SWARM_INTERPOLATION,
    DOTENV_NOT_READ,
    ENV_FILE_DIALECT,
    ENV_FILE_MISSING,
    PROFILE_INACTIVE,
    MERGE_TAGS_IGNORED,
    NAME_REWRITTEN,
    UNKNOWN_ATTRIBUTE,
    REFERENCE_IN_MOUNTED_FILE,
    OBSOLETE_VERSION,
    PROJECT_NAME_FROM_FOLDER,
    TEMPLATE_IN_VALUE,
    DEPENDENCY_CONDITION,
    ORDERING_LOST,
    ONE_SHOT_SERVICE,
    RESTART_NARROWED,
    NO_HEALTHCHECK,
    SHELL_PROBE,
    UNHEALTHY_REPLACED,
    STOP_SIGNAL,
    LIFECYCLE_HOOKS,
    INIT_PROCESS,
    WAIT_IMPOSSIBLE,
    RESTART_ASSUMED,
    NO_DECLARED_PORT,
    LOOPBACK_WIDENED,
    INGRESS_PORT_CLASH,
    HOST_NETWORK,
    SHARED_NAMESPACE,
    STATIC_ADDRESS,
    DNS_ALIAS,
    NETWORK_ISOLATION,
    INTERNAL_NETWORK,
    NON_OVERLAY_NETWORK,
    HOST_GATEWAY,
    MIXED_PROTOCOL_LOAD_BALANCER,
    PROXY_LABELS,
    LOCALHOST_REFERENCE,
    PUBLISHED_NOT_EXPOSED,
    SHARED_VOLUME,
    NODE_LOCAL_VOLUME,
    FILE_MOUNT,
    SOURCE_TREE_MOUNT,
    HOST_PATH,
    CONTAINER_RUNTIME_SOCKET,
    OBJECT_TOO_LARGE,
    STATEFUL_WORKLOAD,
    REPLICATED_STATE,
    GUESSED_SIZE,
    VOLUME_NOT_SEEDED,
    VOLUME_OWNERSHIP,
    TMPFS_LOST,
    MISSING_SOURCE,
    HOST_DATA,
    SECRET_IN_ENVIRONMENT,
    SECRET_IN_OUTPUT,
    SECRET_SOURCE,
    IMMUTABLE_OBJECT,
    DEFAULT_CREDENTIAL,
    MISSING_SECRET,
    FILE_OUTSIDE_PROJECT,
    PRIVILEGED_CONTAINER,
    NAMED_USER,
    HOST_NAMESPACE,
    DEVICE_OR_GPU,
    SECURITY_OPTION_LOST,
    OBJECT_OWNER_LOST,
    UNSAFE_SYSCTL,
    HARDENED,
    NO_RESOURCE_LIMITS,
    LEGACY_LIMITS,
    KERNEL_TUNING,
    GUARANTEED_QUANTITIES,
    REQUEST_NOT_RESERVED,
    SWARM_REJECTED,
    SWARM_IGNORED,
    SWARM_SILENT_LOSS,
    NO_COUNTERPART,
    CLUSTER_PREREQUISITE,
    UNKNOWN_OVERRIDE,
    OVERRIDE_NOT_HONOURED,
    STALE_OBJECT,
    UNBUILT_IMAGE,
    MUTABLE_TAG,
    DEVELOPMENT_ONLY,
    UNUSED_SUPPRESSION,
)
"""Every rule, by code."""
