"""What if a condition struck less often? A forecast with an interval, or a refusal with its reason."""

from desireline.insights.causes.whatif.forecasting import Forecast, Gain, Link, forecast, what_if
from desireline.insights.causes.whatif.walking import Walk, walk_to

__all__ = ["Forecast", "Gain", "Link", "Walk", "forecast", "walk_to", "what_if"]
