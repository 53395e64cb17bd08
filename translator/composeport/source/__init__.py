"""YAML text to a located tree, interpolation, dotenv. Knows YAML, not Compose."""
