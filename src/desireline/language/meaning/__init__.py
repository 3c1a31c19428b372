"""What words mean: the sentence encoder, and heads that read its vectors."""
