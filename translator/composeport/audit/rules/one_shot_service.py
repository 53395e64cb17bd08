"""A service seems to run once and end, so it becomes a job.

## What it does

Finds services that another one waits for with `service_completed_successfully` (a note: that it ends is certain), and
those whose `restart` is written as `"no"` or `on-failure` and of which nothing says that they serve: no `ports`,
`expose` or `healthcheck`, no second replica, and no other service names them (an error: it is a
guess; a warning where the service is called `init`, `setup`, `migrate` or the like). Services with
`deploy.mode: replicated-job` are what they say.

## Why it matters

A Deployment, or a service of a swarm, starts its containers again whenever they end: a migration would run for ever,
and whatever waits for its end would never start. The other way round a server that is taken for a job is not replaced
when it stops with success, and not rolled out like the others.

## Example

```yaml compose.yaml
services:
  migrate:
    image: ghcr.io/example/api:1.4
    command: migrate
    restart: "no"
```

Use instead:

```yaml compose.yaml
services:
  migrate:
    image: ghcr.io/example/api:1.4
    command: migrate
    deploy:
      mode: replicated-job
```

## What composeport does

For Kubernetes it writes a Job: `restart: "no"` never tries again, `on-failure:3` tries three times. A Job cannot be
changed, so a hash of its content is part of its name: what has changed runs again after `kubectl apply`, what has not
does not. For Swarm it writes `mode: replicated-job`, which runs at each `docker stack deploy` that changes the
service.

## What to do

If it does end, write `deploy: {mode: replicated-job}`; if it serves, `restart: always` or `unless-stopped`. To run a
Job again: `kubectl delete job -l app.kubernetes.io/name=migrate` and `kubectl apply`. For something that runs by the
clock, the label `composeport.service.cronjob.schedule: "0 3 * * *"` makes a CronJob.

## References

- [Compose Deploy specification, mode](https://github.com/compose-spec/compose-spec/blob/main/deploy.md#mode)
- [Kubernetes, Jobs](https://kubernetes.io/docs/concepts/workloads/controllers/job/)
- [Docker, jobs of a swarm](https://docs.docker.com/reference/cli/docker/service/create/#running-as-a-job)
"""
