"""The products: what can be ordered, and how much of it is there."""
