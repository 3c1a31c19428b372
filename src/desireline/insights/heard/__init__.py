"""What customers answered, said and felt."""
