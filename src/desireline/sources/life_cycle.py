"""The standard life cycle of an activity (XES), in the words in which logs write it."""

BEGUN = frozenset({"start", "started"})
DONE = frozenset({"complete", "completed"})
INSIDE = frozenset({"schedule", "assign", "reassign", "suspend", "resume"})
"""Steps that lie inside an activity."""
GIVEN_UP = frozenset({"withdraw", "autoskip", "manualskip", "ate_abort", "pi_abort"})
