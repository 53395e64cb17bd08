"""What a migration costs: how much of a project a target keeps, and reports of that for people and programs."""
