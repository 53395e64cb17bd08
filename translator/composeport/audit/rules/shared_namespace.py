"""Two services share a namespace: the network, the processes or the shared memory of one is the other's too.

## What it does

Finds `network_mode`, `pid` and `ipc` with `service:NAME` or `container:NAME`, and the override `service.group`.

## Why it matters

On Kubernetes what shares a namespace is one pod: its containers start, stop, move and scale together, and have one
address. Swarm cannot share namespaces between tasks at all. There a program behind a VPN container goes out by the
node's own way, past the VPN, and `localhost` of the one is no longer the other.

## Example

```yaml compose.yaml
services:
  vpn:
    image: qmcgaw/gluetun:v3.40.0
    cap_add: [NET_ADMIN]
  downloads:
    image: linuxserver/transmission:4.0.6
    network_mode: service:vpn
```

Use instead:

```yaml compose.yaml
services:
  vpn:
    image: qmcgaw/gluetun:v3.40.0
    cap_add: [NET_ADMIN]
  downloads:
    image: linuxserver/transmission:4.0.6
```

## What composeport does

On Kubernetes both become containers of one pod, with the first one's Service; `pid` sharing sets
`shareProcessNamespace`. Two of them that listen on one port are refused. On Swarm the service joins the networks of
the other, and the finding is an error. A `container:NAME` that is none of this project cannot be joined on either.

## What to do

Kubernetes: nothing, if they belong together. Swarm: put both programs into one image, or keep these two on one
machine with `docker compose`. Where only a name was meant, let the service use the network and the other's name.

## References

- [Compose specification, network_mode](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#network_mode)
- [Kubernetes, pods](https://kubernetes.io/docs/concepts/workloads/pods/)
- [Kubernetes, share the process namespace](https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/)
"""
