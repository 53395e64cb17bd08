"""What becomes of each attribute on each target, and the rules by which findings are made."""
