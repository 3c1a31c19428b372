"""How glad or upset a text is, and the words that say so."""
