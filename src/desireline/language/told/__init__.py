"""What a text tells beside its feeling: topics, wants, promises, questions, effort, things."""
