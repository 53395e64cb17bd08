"""What becomes of each attribute on each target, and the rules by which findings are made.

`kubernetes` and `swarm` are the tables, `table` their shape; `rules` lists the rules. `report` is how writers speak of
attributes, and makes the findings that a table alone decides; `page` is the documentation's.
"""
