"""The orders: placed once, whatever fails on the way."""
