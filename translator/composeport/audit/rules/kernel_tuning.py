"""A limit or a weight of the kernel is lost or changed.

## What it does

Finds `ulimits` and `pids_limit` (Kubernetes), `cpu_shares`, `cpuset`, `cpu_quota`, `cpu_rt_*`, `blkio_config`,
`mem_swappiness`, `memswap_limit`, `oom_*`, `cgroup*`, `storage_opt`. A swarm takes `ulimits`, `pids_limit`,
`oom_score_adj` and `cpu_quota`.

## Why it matters

Such lines are there because something failed without them: Elasticsearch that must lock its memory, a database that
opens thousands of files. On another platform the container starts with the limits of the container runtime, which may
be higher or lower; what was too little once fails again, under load.

## Example

```yaml compose.yaml
services:
  search:
    image: elasticsearch:9.2.1
    ulimits:
      memlock: -1
```

Use instead:

```yaml compose.yaml
services:
  search:
    image: elasticsearch:9.2.1
    environment:
      bootstrap.memory_lock: "false"
```

## What composeport does

It leaves them out. `cpu_quota` for each `cpu_period` becomes a limit of processors.

## What to do

See what the container has, `kubectl exec POD -- sh -c 'ulimit -a'`, and whether that is enough. Else set it for all
containers of a node: `LimitNOFILE` and `LimitMEMLOCK` of the container runtime's systemd unit, `podPidsLimit` of the
kubelet, `default-ulimits` in daemon.json. A soft limit can be raised in the entrypoint: `sh -c 'ulimit -n 65536; exec
app'`. For processors and memory write `deploy.resources`.

## References

- [Compose, ulimits](https://docs.docker.com/reference/compose-file/services/#ulimits)
- [Kubernetes, process ID limits](https://kubernetes.io/docs/concepts/policy/pid-limiting/)
- [Kubernetes, node resource managers](https://kubernetes.io/docs/concepts/policy/node-resource-managers/)
- [dockerd, default ulimits](https://docs.docker.com/reference/cli/dockerd/#default-ulimit-settings)
"""
