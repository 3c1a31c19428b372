"""Companies that are not the bench's own: another trade, other words, other tools, planted problems."""
