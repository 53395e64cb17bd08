"""The users: who may order."""
