"""Effects of conditions on outcomes, adjusted for what was known before: estimators and doubts."""

from desireline.insights.causes.effects.aipw import Effect, estimate_effect
from desireline.insights.causes.effects.design import Covariate, Design, build
from desireline.insights.causes.effects.doubts import e_value
from desireline.insights.causes.effects.few import estimate_few
from desireline.insights.causes.effects.silence import Answered, mean_of_asked
from desireline.insights.causes.effects.threads import at_once

__all__ = [
    "Answered",
    "Covariate",
    "Design",
    "Effect",
    "at_once",
    "build",
    "e_value",
    "estimate_effect",
    "estimate_few",
    "mean_of_asked",
]
