"""Conditions that a journey may meet, each with its time zero: when it was decided, and for whom.

In: notes of sources, queues, waits, moves, promises, contacts, topics.  Out: a table (treatment, customer,
journey, known_us, t0_us, hit, dose): the first time that a journey could meet the condition; what is known
before `known_us` cannot be its consequence, and from `t0_us` on both sides are followed.
Only who could meet it is compared (who had a delivery, who called, who was promised a call-back),
from the moment at which it was decided: so nobody is counted as unharmed for having left early.
"""

from desireline.insights.causes.treatments.base import Treatment
from desireline.insights.causes.treatments.trying import treatments

__all__ = ["Treatment", "treatments"]
