"""What customers and employees say, masked, and how it feels.

masked = mask("I am Ann, write to ann@x.example", names=["Ann Lee"])   # [name], [email]
table = score(engine, events_sql="FROM events")                        # rows of tables.UTTERANCES
report = refresh(segments, job=job)                                    # the dataset `utterances`
"""

from desireline.language.guessing import UNKNOWN, guess_language
from desireline.language.holdings import HOLDINGS
from desireline.language.masking import KINDS, Masked, mask
from desireline.language.model import Method, Reading
from desireline.language.registry import method_for, methods, register, signature
from desireline.language.scoring import DATASET, ScoreReport, refresh, score

__all__ = [
    "DATASET",
    "HOLDINGS",
    "KINDS",
    "UNKNOWN",
    "Masked",
    "Method",
    "Reading",
    "ScoreReport",
    "guess_language",
    "mask",
    "method_for",
    "methods",
    "refresh",
    "register",
    "score",
    "signature",
]
