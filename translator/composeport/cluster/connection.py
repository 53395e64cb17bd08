"""A connection to the cluster that kubectl would ask: of `KUBECONFIG`, else `~/.kube/config`, and a context of it.

Every request that carries an object is a dry run with strict validation of fields: the API server goes all the way but
for storing (https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run).
"""

from __future__ import annotations

import json
import re
import tempfile
import warnings
from collections.abc import Iterator
from urllib.parse import quote

import urllib3
import yaml
from kubernetes import config, dynamic
from kubernetes.client import ApiException
from kubernetes.client.exceptions import OpenApiException
from kubernetes.config import ConfigException

from composeport.contexts import contextmanager
from composeport.errors import ClusterError
from composeport.hints import Any
from composeport.records import NamedTuple

_MANAGER = "composeport"
"""Whose fields those of a server-side apply would be."""
_CONFLICT = 409
_PATIENCE = (10, 30)
"""Seconds until a connection stands, and between two signs of life on it."""
_METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
"""Of an object that is there its existence is asked for, not what it holds."""
_NOT_ASKED = (401, 429, 503, 504)
"""Statuses that say nothing of an object: who asks is not known, or the server has no time."""
_NOT_ALLOWED = re.compile(r"\bcannot (get|create|patch) resource\b")


class Answer(NamedTuple):
    """What the API server says to an object: an HTTP status, its words, words on single fields, and its warnings."""

    status: int
    message: str = ""
    causes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the object would have been stored."""
        return 200 <= self.status < 300


class _PatientClient(dynamic.DynamicClient):
    """The client, which by itself waits without end."""

    def request(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Any request, the client's own for what the cluster knows included."""
        return super().request(method, path, body=body, _request_timeout=_PATIENCE, **params)


class Connection:
    """A cluster that answers. `namespace` is where objects without one go."""

    def __init__(self, client: dynamic.DynamicClient, namespace: str) -> None:
        self._client = client
        self.namespace = namespace

    @property
    def host(self) -> str:
        """Its address."""
        return str(self._client.configuration.host)

    @property
    def minor(self) -> int:
        """N of its version 1.N."""
        return int(re.sub(r"\D.*", "", self._client.version["kubernetes"]["minor"]))

    def resource(self, api_version: str, kind: str) -> Any:
        """What the cluster keeps objects of a kind as; None where it does not know the kind."""
        group, _, version = api_version.rpartition("/")
        try:
            with _asking(self.host):
                return self._client.resources.get(
                    prefix="apis" if group else "api", group=group, api_version=version, kind=kind
                )
        except (dynamic.exceptions.ResourceNotFoundError, dynamic.exceptions.ResourceNotUniqueError):
            return None

    def has(self, resource: Any, name: str, namespace: str | None = None) -> bool:
        """Whether an object is there."""
        answer = self._ask("get", resource, name=name, namespace=namespace, header_params={"Accept": _METADATA})
        return answer.accepted

    def has_namespace(self, name: str) -> bool:
        """Whether a namespace is there."""
        return self.has(self.resource("v1", "Namespace"), name)

    def try_object(self, resource: Any, body: dict[str, Any], namespace: str | None) -> Answer:
        """What would happen to an object: it is created, or applied over the one that is there."""
        metadata = body.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        if not (isinstance(name, str) and name and self.has(resource, name, namespace)):
            return self._ask("create", resource, **_dry(body, namespace))
        return self._ask("server_side_apply", resource, name=name, force_conflicts=True, **_dry(body, namespace))

    def try_new(self, resource: Any, body: dict[str, Any], namespace: str) -> Answer:
        """What would happen to an object that is not there; one of its name may be, and does not matter."""
        answer = self._ask("create", resource, **_dry(body, namespace))
        return Answer(200) if answer.status == _CONFLICT else answer

    def _ask(self, verb: str, resource: Any, **given: Any) -> Answer:
        """One request. ClusterError where it was not looked at."""
        for part in ("name", "namespace"):  # they become a part of the address
            if given.get(part):
                given[part] = quote(given[part], safe="")
        with _asking(self.host):
            try:
                response = getattr(self._client, verb)(resource, serialize=False, **given)
            except ApiException as error:
                return _refusal(error)
            return Answer(response.status, warnings=_warnings(response.headers))


def _dry(body: dict[str, Any], namespace: str | None) -> dict[str, Any]:
    """What a request carries so that it changes nothing. The client adds to the list, so each request has its own."""
    strict = [("fieldValidation", "Strict")]
    return {
        "body": body,
        "namespace": namespace,
        "dry_run": "All",
        "field_manager": _MANAGER,
        "query_params": strict,
    }


@contextmanager
def connect(context: str = "") -> Iterator[Connection]:
    """The cluster of a context, or of the current one. ClusterError where there is none, or it does not answer."""
    client, namespace = _configured(context)
    client.rest_client.pool_manager.connection_pool_kw["retries"] = False
    host = client.configuration.host
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)  # the kubeconfig asks for it
        with _asking(host):
            found = _PatientClient(client, cache_file=f"{folder}/discovered.json")  # type: ignore[no-untyped-call]
        yield Connection(found, namespace)


def _configured(context: str) -> tuple[Any, str]:
    """A client for a context, and its namespace."""
    try:
        contexts, current = config.list_kube_config_contexts()  # type: ignore[no-untyped-call]
        chosen = next((one for one in contexts if one["name"] == context), None) if context else current
        if chosen is None:
            known = ", ".join(str(one["name"]) for one in contexts)
            raise ClusterError(f"the kubeconfig has no context `{context}`; it has {known}")
        client = config.new_client_from_config(  # type: ignore[no-untyped-call]
            context=chosen["name"], persist_config=False
        )
        return client, (chosen.get("context") or {}).get("namespace") or "default"
    except ConfigException as error:
        raise ClusterError(f"there is no cluster to ask: {error}; set KUBECONFIG, or leave out `--server`") from None
    except (yaml.YAMLError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ClusterError(f"the kubeconfig cannot be used ({type(error).__name__})") from None


@contextmanager
def _asking(host: str) -> Iterator[None]:
    """Say what kept the cluster from answering."""
    try:
        yield
    except urllib3.exceptions.HTTPError as error:
        raise ClusterError(f"the cluster at {host} does not answer: {_reason(error)}") from None
    except ApiException as error:
        raise ClusterError(f"the cluster at {host} refuses to answer: {_words(error)}") from None
    except (OpenApiException, OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ClusterError(f"what answers at {host} is not the API of Kubernetes") from None


def _reason(error: Exception) -> str:
    """Why a request failed, in a few words."""
    cause = getattr(error, "reason", None)
    error = cause if isinstance(cause, Exception) else error
    known = {
        "NameResolutionError": "its name is not known",
        "ConnectTimeoutError": f"no connection within {_PATIENCE[0]} seconds",
        "ReadTimeoutError": f"it says nothing for {_PATIENCE[1]} seconds",
        "SSLError": "its certificate is not one that the kubeconfig trusts",
        "NewConnectionError": "nobody listens there",
        "ProtocolError": "the connection broke",
        "ProxyError": "the proxy does not lead there",
    }
    return known.get(type(error).__name__, type(error).__name__)


def _refusal(error: ApiException) -> Answer:
    """The answer to an object that is not taken. ClusterError where who asks may not, or the server has no time."""
    message = _words(error)
    if error.status in _NOT_ASKED or (error.status == 403 and _NOT_ALLOWED.search(message)):
        raise ClusterError(f"the cluster did not check this: {message}")
    details = _body(error).get("details") or {}
    causes = tuple((one.get("field", ""), one.get("message", "")) for one in details.get("causes") or ())
    return Answer(error.status, message, causes, _warnings(error.headers or {}))


def _words(error: ApiException) -> str:
    return str(_body(error).get("message") or error.reason or error.status)


def _body(error: ApiException) -> dict[str, Any]:
    """The server's own words about a refusal: an object of kind Status."""
    try:
        body = json.loads(error.body or "{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _warnings(headers: Any) -> tuple[str, ...]:
    """The texts of `Warning: 299 - "text"` headers, https://www.rfc-editor.org/rfc/rfc7234#section-5.5"""
    given = headers.getlist("Warning") if hasattr(headers, "getlist") else []
    found = (re.fullmatch(r'299 \S+ "(.*)"', one, re.DOTALL) for one in given)
    return tuple(re.sub(r"\\(.)", r"\1", one[1]) for one in found if one)
