"""A cluster that cannot be asked: a message that says why, status 2, and no traceback, token or waiting without end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cluster.fake_api import answering, kubeconfig, silent
from command_line import composeport
from composeport.cluster import connect, connection
from composeport.errors import ClusterError
from loopback import free_ports

MANIFEST = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"


def _refused(folder: Path, *words: str, **environment: str) -> str:
    """What is said where a cluster is asked in vain."""
    done = composeport(folder, "verify", "-", "--server", *words, stdin=MANIFEST, HOME=str(folder), **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert "token" not in done.stderr
    return done.stderr


def test_without_a_kubeconfig_the_message_says_what_to_set(tmp_path: Path) -> None:
    said = _refused(tmp_path)
    assert said == (
        "error: there is no cluster to ask: Invalid kube-config file. No configuration found.;"
        " set KUBECONFIG, or leave out `--server`\n"
    )


@pytest.mark.parametrize("text", ["", "[]", "a: [", "\x00", "{contexts: 1}", "{apiVersion: v1, contexts: [a]}"])
def test_a_kubeconfig_that_is_none_is_a_message(tmp_path: Path, text: str) -> None:
    (tmp_path / "config").write_text(text)
    [line] = _refused(tmp_path, KUBECONFIG=str(tmp_path / "config")).splitlines()
    assert line.startswith(("error: there is no cluster to ask: ", "error: the kubeconfig cannot be used ("))


def test_a_context_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    file = kubeconfig(tmp_path, "http://127.0.0.1:1")
    said = _refused(tmp_path, "--context", "prod", KUBECONFIG=str(file))
    assert said == "error: the kubeconfig has no context `prod`; it has fake\n"


def test_where_nobody_listens_the_message_says_so(tmp_path: Path) -> None:
    [port] = free_ports(1)
    file = kubeconfig(tmp_path, f"http://127.0.0.1:{port}")
    said = _refused(tmp_path, KUBECONFIG=str(file))
    assert said == f"error: the cluster at http://127.0.0.1:{port} does not answer: nobody listens there\n"


def test_an_unknown_name_is_told(tmp_path: Path) -> None:
    file = kubeconfig(tmp_path, "https://nowhere.invalid:6443")
    said = _refused(tmp_path, KUBECONFIG=str(file))
    assert said.startswith("error: the cluster at https://nowhere.invalid:6443 does not answer: ")


def test_a_server_that_is_not_kubernetes_is_told(tmp_path: Path) -> None:
    with answering(200, "<html>welcome</html>") as port:
        file = kubeconfig(tmp_path, f"http://127.0.0.1:{port}")
        said = _refused(tmp_path, KUBECONFIG=str(file))
    assert said == f"error: what answers at http://127.0.0.1:{port} is not the API of Kubernetes\n"


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (403, "forbidden: guest"), (500, "etcd is away")])
def test_a_server_that_refuses_is_told_in_its_words(tmp_path: Path, status: int, words: str) -> None:
    with answering(status, f'{{"kind": "Status", "message": "{words}"}}') as port:
        file = kubeconfig(tmp_path, f"http://127.0.0.1:{port}")
        said = _refused(tmp_path, KUBECONFIG=str(file))
    assert said == f"error: the cluster at http://127.0.0.1:{port} refuses to answer: {words}\n"


def test_a_server_that_says_nothing_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_PATIENCE", (1, 1))
    with silent() as port:
        file = kubeconfig(tmp_path, f"http://127.0.0.1:{port}")
        monkeypatch.setattr("kubernetes.config.kube_config.KUBE_CONFIG_DEFAULT_LOCATION", str(file))
        begun = time.monotonic()
        with pytest.raises(ClusterError, match="does not answer: it says nothing for 1 seconds"), connect():
            pytest.fail("it answered")
    assert time.monotonic() - begun < 10
