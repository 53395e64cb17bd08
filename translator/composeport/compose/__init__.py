"""Compose's rules: from located nodes to a Project. `load` has the order of things."""

from __future__ import annotations
