"""The seven exports, each exactly as its tool writes it: one writer per file."""
