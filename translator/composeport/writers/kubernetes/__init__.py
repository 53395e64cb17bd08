"""Project to Kubernetes manifests, objects by concern."""
