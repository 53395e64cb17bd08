"""An environment variable or a label holds a credential.

## What it does

Finds variables that hold a credential: by their name (`DB_PASSWORD`, `API_KEY`, `JWT_SECRET`), or by a value with a
password in it (`postgres://user:password@db/app`, `Password=…;`, a private key). Names that only speak about one are
left alone (`POSTGRES_PASSWORD_FILE`, `TOKEN_TTL`, `PUBLIC_KEY`). Variables of an `env_file` are one finding a file.
Labels and annotations are looked at in the same way. No finding shows a value.

## Why it matters

Under Compose the value is in `.env` on one machine. A translation writes it into files that people commit, and whoever
may look at the workload reads it there: `kubectl get secret -o yaml`, `docker service inspect`. Programs pass their
environment on to what they start, and print it when they crash.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:?}
```

```text .env
DB_PASSWORD=2f61d4c6f1b7a8e09c53
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
secrets:
  db_password:
    environment: DB_PASSWORD
```

## What composeport does

On Kubernetes such variables go into a `Secret` of the service, in a manifest of its own with mode 0600, and the
container reads them with `secretKeyRef`. `--plain-env` turns that off. A stack file has nothing of the kind: on Swarm
they stay in `environment`, the stack file has mode 0600, and `-o -` hides the values on a terminal.
Labels stay labels or become annotations: nothing can keep their values apart.

## What to do

Keep the manifest of the `Secret` out of version control, or encrypt it (SOPS, sealed-secrets), or have an operator
make it (External Secrets). Better: give the credential by `secrets:` to an image that reads a file, as the official
ones do (`POSTGRES_PASSWORD_FILE`, `MYSQL_ROOT_PASSWORD_FILE`).

## References

- [Compose, secrets](https://docs.docker.com/compose/how-tos/use-secrets/)
- [Kubernetes, Secrets](https://kubernetes.io/docs/concepts/configuration/secret/)
- [Kubernetes, good practices for Secrets](https://kubernetes.io/docs/concepts/security/secrets-good-practices/)
- [Docker, manage sensitive data](https://docs.docker.com/engine/swarm/secrets/)
"""
