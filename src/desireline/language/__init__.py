"""What customers and employees say, masked, and how it feels.

masked = mask("I am Ann, write to ann@x.example", names=["Ann Lee"])   # [name], [email]
table = score(engine, events_sql="FROM events")                        # rows of tables.UTTERANCES
report = refresh(segments, job=job)                                    # the dataset `utterances`
"""

from desireline.language.changes import settled
from desireline.language.feelings.learning import (
    Learnt,
    add_labels,
    is_to_learn_again,
    learn,
    methods_of,
    read_labels,
    read_learnt,
    texts_to_label,
)
from desireline.language.feelings.model import FEELINGS, Method, Reading
from desireline.language.feelings.registry import method_for, methods, register, signature
from desireline.language.holdings import HOLDINGS
from desireline.language.meaning.embedding import embed
from desireline.language.privacy.masking import KINDS, Masked, mask
from desireline.language.scoring import DATASET, ScoreReport, refresh, score
from desireline.language.texts.guessing import UNKNOWN, guess_language
from desireline.language.texts.sentences import split_sentences
from desireline.language.told.gazetteer import (
    KnownName,
    add_name,
    learn_gazetteer,
    leave_out,
    names_sql,
    read_gazetteer,
)
from desireline.language.told.otherwise import otherwise_languages
from desireline.language.told.phrases import TellingPhrase, common_clauses, telling_phrases
from desireline.language.told.promises import due_at
from desireline.language.told.questions import Question, most_asked
from desireline.language.told.topics import (
    Topic,
    merge_topics,
    pin_topic,
    read_topics,
    refit_topics,
    rename_topic,
    topic_sql,
)
from desireline.language.voice import Ear, Heard, ReadTurn, Whisper, listen, read_turns

__all__ = [
    "DATASET",
    "FEELINGS",
    "HOLDINGS",
    "KINDS",
    "UNKNOWN",
    "Ear",
    "Heard",
    "KnownName",
    "Learnt",
    "Masked",
    "Method",
    "Question",
    "ReadTurn",
    "Reading",
    "ScoreReport",
    "TellingPhrase",
    "Topic",
    "Whisper",
    "add_labels",
    "add_name",
    "common_clauses",
    "due_at",
    "embed",
    "guess_language",
    "is_to_learn_again",
    "learn",
    "learn_gazetteer",
    "leave_out",
    "listen",
    "mask",
    "merge_topics",
    "method_for",
    "methods",
    "methods_of",
    "most_asked",
    "names_sql",
    "otherwise_languages",
    "pin_topic",
    "read_gazetteer",
    "read_labels",
    "read_learnt",
    "read_topics",
    "read_turns",
    "refit_topics",
    "refresh",
    "register",
    "rename_topic",
    "score",
    "settled",
    "signature",
    "split_sentences",
    "telling_phrases",
    "texts_to_label",
    "topic_sql",
]
