"""Nothing gives the project a name, so it is called after its folder.

## What it does

Finds projects without `name:`, `--project-name` and `COMPOSE_PROJECT_NAME`.

## Why it matters

The name becomes the label `app.kubernetes.io/part-of`, and with it a part of every selector. The selector of a
Deployment cannot be changed. Translated in another folder, which a CI system's checkout often is, the same project
gives manifests that `kubectl apply` refuses for all Deployments that are there: *field is immutable*. The names of
built images change with it, too.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

Use instead:

```yaml compose.yaml
name: shop
services:
  web:
    image: nginx:1.29.3
```

## What composeport does

What Compose does: it takes the folder's name, without characters that a project's name cannot have.

## What to do

Write `name:` into the Compose file, with the name that runs today, as `docker compose ls` shows it. Compose prefixes
volumes by it, so another name would begin with empty ones.

## References

- [Compose specification, name](https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md)
- [Docker, project names](https://docs.docker.com/compose/how-tos/project-name/)
- [Kubernetes, a Deployment's selector](https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector)
"""
