"""What hurts and what pleases, priced, traced to its cause, and held against a goal."""
