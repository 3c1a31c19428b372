"""What a text is made of: who speaks in it, its language, its sentences."""
