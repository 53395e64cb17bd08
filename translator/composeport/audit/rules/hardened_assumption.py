"""`--harden` assumes that a service works without something.

## What it does

With `--harden`, finds each place where the *restricted* Pod Security Standard takes something away that the Compose
file asks for, or assumes something of the image: that its user is not root, that it needs no capability, no device of
the node.

## Why it matters

A namespace that enforces *restricted* refuses every pod that does not fit. One that fits may still fail when it
starts: `container has runAsNonRoot and image will run as root`, or a server that may not bind port 80.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

```console
$ composeport k8s --harden -o k8s compose.yaml
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginxinc/nginx-unprivileged:1.29.3
    user: "101:101"
```

## What composeport does

It writes `runAsNonRoot: true`, `allowPrivilegeEscalation: false`, `capabilities: {drop: [ALL]}` (keeping
`NET_BIND_SERVICE`) and `seccompProfile: RuntimeDefault`, and leaves out what the standard refuses: privileges, added
capabilities, root, namespaces, ports and folders of the host, unconfined profiles.

## What to do

Try each service: `kubectl get events --field-selector reason=Failed`. Write `user:` as a number where the image has a
user of its own (`docker image inspect --format '{{.Config.User}}' IMAGE`), or take an image made for it. Leave
`--harden` out for what cannot work so, and let its namespace enforce *baseline*.

## References

- [Kubernetes, Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted)
- [Kubernetes, Pod Security admission](https://kubernetes.io/docs/concepts/security/pod-security-admission/)
"""
