"""What becomes of each attribute on each target, and the rules by which findings are made.

`kubernetes` and `swarm` are the tables, `table` their shape; `rules` lists the rules. `report` makes the findings
that a table alone decides, `page` the documentation's page.
"""
