"""What the data do not say: who was not asked, who did not answer, and what nobody measures."""
