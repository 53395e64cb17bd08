"""A service uses devices or GPUs of its machine.

## What it does

Finds `devices`, `device_cgroup_rules`, `gpus`, `deploy.resources.reservations.devices` and `generic_resources`, and on
Swarm `runtime: nvidia`.

## Why it matters

A scheduler does not know which node has a card, a tuner or a serial port. Kubernetes hands out devices that a plug-in
counts on each node, and nothing else; a pod that asks for more than there are stays pending. A Swarm service gets no
device of the node, and GPUs only as a generic resource that each engine declares.

## Example

```yaml compose.yaml
services:
  llm:
    image: ollama/ollama:0.12.9
    gpus: all
    devices: [/dev/fuse]
```

Use instead:

```yaml compose.yaml
services:
  llm:
    image: ollama/ollama:0.12.9
```

## What composeport does

Kubernetes: GPUs become a limit, `nvidia.com/gpu: 1` (`amd.com/gpu` for `driver: amd`); `count: all` becomes 1, and
which card it is cannot be said. `devices` are left out, unless the container is privileged and uses them at their own
paths. Swarm: everything but `generic_resources` is left out.

## What to do

Kubernetes: install the vendor's device plug-in (`kubectl get nodes -o yaml | grep nvidia.com/gpu` shows what there
is); for other devices a generic one (squat/generic-device-plugin), and add its resource to the limits of the
manifest. Swarm: declare `"node-generic-resources": ["NVIDIA-GPU=0"]` and the default runtime in daemon.json of each
node, and reserve `generic_resources`. What needs another device runs by `docker compose` on the machine that has it.

## References

- [Compose, GPU support](https://docs.docker.com/compose/how-tos/gpu-support/)
- [Kubernetes, device plugins](https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/)
- [Kubernetes, schedule GPUs](https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/)
- [dockerd, node generic resources](https://docs.docker.com/reference/cli/dockerd/#node-generic-resources)
"""
