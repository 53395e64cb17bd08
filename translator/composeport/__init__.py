"""Takes Docker Compose applications to Kubernetes and Docker Swarm, and says what does not survive the move."""

from __future__ import annotations

__version__ = "0.1.0"
