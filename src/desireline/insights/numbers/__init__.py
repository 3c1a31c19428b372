"""How sure a number is: intervals, many comparisons, shrinkage, survival, exact quantiles. Nothing here knows what a journey is."""
