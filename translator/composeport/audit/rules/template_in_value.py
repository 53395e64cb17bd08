"""A variable or the hostname holds `{{`, where Swarm begins a template.

## What it does

Finds `{{` in values of `environment` and in `hostname`. The message says which it looks like: a template of Swarm's, as
`{{.Node.Hostname}}`, or other braces. A config or secret with a `template_driver` is a warning: it keeps the driver, so
that Swarm fills in what Compose leaves as it is.

## Why it matters

Swarm takes both for templates of Go: `{{.Node.Hostname}}` becomes the node's name, and a value that is none, such as a
format for a log driver or a message with placeholders, becomes something else or makes the service be refused. Compose
passes the text on as it is.

## Example

```yaml compose.yaml
services:
  metrics:
    image: ghcr.io/example/metrics:2.1
    environment:
      FORMAT: "{{.Name}} {{.Status}}"
```

Use instead:

```yaml compose.yaml
services:
  metrics:
    image: ghcr.io/example/metrics:2.1
    environment:
      FORMAT: "%name %status"
```

## What composeport does

It writes the value so that Swarm's template gives the original text: `{{"{{"}}` stands for `{{`. The container sees
what it sees under Compose.

## What to do

Nothing, if the text is meant. If the file was written for `docker stack deploy` and the template is meant, write it
into the stack file after the translation; `docker compose up` never filled it in.

## References

- [Docker, templates in services](https://docs.docker.com/reference/cli/docker/service/create/#create-services-using-templates)
"""
