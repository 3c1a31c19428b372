"""Who they are: personas, and journeys that stand for many."""
