"""The content of a secret is not there: somebody must make it by hand.

## What it does

Finds secrets whose file does not exist or is a folder, whose variable is not set, or that are `external`. An external
one is a warning on Kubernetes, where it has never been, and a note on Swarm, where it usually is there already.

## Why it matters

A pod that mounts a missing `Secret` stays in `ContainerCreating`, a task without its secret is refused by the manager.
That is better than a container that starts with an empty password, and it lasts until the secret is there.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
secrets:
  db_password:
    file: ./db_password.txt
```

Use instead:

```text db_password.txt
2f61d4c6f1b7a8e09c53
```

## What composeport does

It makes no object and refers to one: on Kubernetes a `Secret` with the name and the key that the finding's command
makes, on Swarm an `external` secret, with the command on top of the stack file.

## What to do

Run the command that the finding gives, in the namespace of the application or on a manager, before the application is
deployed:

    kubectl create secret generic db-password --from-file=db_password=db_password.txt
    docker secret create shop_db_password db_password.txt

Then restart nothing: the kubelet tries again by itself.

## References

- [kubectl create secret generic](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret_generic/)
- [docker secret create](https://docs.docker.com/reference/cli/docker/secret/create/)
- [Compose, secrets](https://docs.docker.com/reference/compose-file/secrets/)
"""
