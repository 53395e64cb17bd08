"""A restart policy that Kubernetes does not have for something that serves.

## What it does

Finds, on services that become a Deployment, StatefulSet or DaemonSet: `restart: "no"` and `on-failure`, and `delay`,
`max_attempts` and `window` of `deploy.restart_policy`.

## Why it matters

The pods of such a workload are always restarted; the API server takes no other policy. A container that has ended with
success is started again too, and nobody gives up after a number of failures: the pauses grow up to five minutes, and
`kubectl get pods` shows `CrashLoopBackOff`.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    restart: on-failure
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    restart: unless-stopped
```

## What composeport does

It writes no `restartPolicy`, which means `Always`. A service of which nothing says that it serves becomes a Job, where
`"no"` and `on-failure` keep their meaning: CP203.

## What to do

Mostly nothing: a server should come back. If it is meant to run to completion, write `deploy: {mode: replicated-job}`.
To be told of what keeps failing, alert on the metric `kube_pod_container_status_restarts_total`.

## References

- [Compose specification, restart](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#restart)
- [Kubernetes, restart policy](https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy)
"""
