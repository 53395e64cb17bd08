"""Project to project: what to do about names, ports, pods and the rest, in order."""
