"""Effects of conditions on outcomes, adjusted for what was known before: estimators and doubts."""

from desireline.insights.effects.aipw import Effect, estimate_effect
from desireline.insights.effects.controls import astray
from desireline.insights.effects.design import SQUARED, Covariate, Design, build
from desireline.insights.effects.doubts import e_value
from desireline.insights.effects.few import estimate_few
from desireline.insights.effects.silence import Answered, mean_of_asked
from desireline.insights.effects.threads import at_once

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
