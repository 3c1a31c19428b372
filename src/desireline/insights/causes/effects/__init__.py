"""Effects of conditions on outcomes, adjusted for what was known before: estimators and doubts."""

from desireline.insights.causes.effects.aipw import Effect, estimate_effect
from desireline.insights.causes.effects.controls import astray
from desireline.insights.causes.effects.design import SQUARED, Covariate, Design, build
from desireline.insights.causes.effects.doubts import e_value
from desireline.insights.causes.effects.few import estimate_few
from desireline.insights.causes.effects.silence import Answered, mean_of_asked
from desireline.insights.causes.effects.threads import at_once

__all__ = [
    "SQUARED",
    "Answered",
    "Covariate",
    "Design",
    "Effect",
    "astray",
    "at_once",
    "build",
    "e_value",
    "estimate_effect",
    "estimate_few",
    "mean_of_asked",
]
