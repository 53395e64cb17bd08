"""A security option is lost, since a stack file cannot say it.

## What it does

Finds every entry of `security_opt`. It is an error where a protection is lost (`no-new-privileges`, a seccomp or
AppArmor profile), and a warning where a container is confined that was not (`seccomp=unconfined`, `label=disable`).

## Why it matters

`docker stack deploy` ignores `security_opt` with one line of warning. A process that could not gain privileges can,
through any setuid program of its image; or one that needed a system call is denied it, and fails when it makes that
call.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    security_opt: ["no-new-privileges:true"]
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    user: "101:101"
    cap_drop: [ALL]
```

## What composeport does

It leaves the option out and says which. On Kubernetes they become `allowPrivilegeEscalation`, `seccompProfile`,
`appArmorProfile` and `seLinuxOptions`.

## What to do

Set it for all containers of every node, in `/etc/docker/daemon.json`: `"no-new-privileges": true`,
`"seccomp-profile": "/etc/docker/web.json"`. What must be unconfined runs by `docker compose` on its node, or gets the
capability that it needs by `cap_add`. Without SELinux on the nodes, `label=disable` means nothing.

## References

- [Compose, security_opt](https://docs.docker.com/reference/compose-file/services/#security_opt)
- [dockerd, configuration file](https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file)
- [Docker, seccomp profiles](https://docs.docker.com/engine/security/seccomp/)
"""
