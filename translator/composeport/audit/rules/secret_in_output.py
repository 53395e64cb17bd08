"""The content of a secret is written into a manifest.

## What it does

Finds secrets with a `file` or an `environment` as their source, and mounted files that hold credentials (private keys,
`.htpasswd`, a configuration with passwords in it): their content becomes the data of a `Secret` in the output.

## Why it matters

A manifest is made to be applied and committed. What a `Secret` holds is base64 or plain text, which hides nothing:
whoever reads the repository has the credential, and so has its history when the file is gone.

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

```text db_password.txt
2f61d4c6f1b7a8e09c53
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
    external: true
```

## What composeport does

It writes the `Secret` with mode 0600 into a file of its own, `db-password-secret.yaml`, so that one line of
`.gitignore` keeps it out. Nothing of it appears on the terminal or in a report. A hash of the content on the pod
template makes the pods start again when it changes.

## What to do

Write `*-secret.yaml` into `.gitignore`, or encrypt those files (`sops -e -i`, `kubeseal`). Or declare the secret
`external: true` and make it in the cluster: `kubectl create secret generic db-password --from-file=db_password=FILE`.

## References

- [Compose, secrets](https://docs.docker.com/reference/compose-file/secrets/)
- [Kubernetes, Secrets](https://kubernetes.io/docs/concepts/configuration/secret/)
- [Kubernetes, good practices for Secrets](https://kubernetes.io/docs/concepts/security/secrets-good-practices/)
"""
