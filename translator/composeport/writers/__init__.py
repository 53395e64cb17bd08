"""Project to files."""
