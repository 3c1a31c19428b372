"""What the webhooks of single tools say: one module per tool."""
