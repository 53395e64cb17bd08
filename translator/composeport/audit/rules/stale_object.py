"""A former run made an object that this one does not make any more.

## What it does

Compares the files that an earlier `composeport k8s -o DIR` wrote into the directory, which it remembers in
`.composeport-files`, with those of this run: a service that is gone from the project, a Job whose content has changed,
a Deployment that has become a StatefulSet.

## Why it matters

The files are removed, but `kubectl apply -f DIR` deletes nothing: the objects stay on the cluster. A Deployment goes on
running beside what has replaced it, a Service keeps a name that nobody should have any more, and a Secret keeps its
value.

## Example

```console
$ composeport k8s -o k8s
```

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

The directory of an earlier run, when there was a service `cache`:

```text k8s/.composeport-files
cache-deployment.yaml
```

```yaml k8s/cache-deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cache
```

Use instead:

The directory when that has been cleared up:

```console
$ composeport k8s -o k8s
```

```text k8s/.composeport-files
web-deployment.yaml
```

## What composeport does

It removes the file, and says with which command the object goes. Claims, volumes and namespaces are never among what it
names, since they hold data. A later run, with nothing left to compare, says nothing.

## What to do

Run the command after `kubectl apply`, against the same cluster and namespace:

    kubectl delete --ignore-not-found deployment/cache

## References

- [Kubernetes, declarative management: how to delete objects](https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-to-delete-objects)
- [kubectl delete](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_delete/)
"""
