"""`python -m desireline`: the same as `desireline`."""

from desireline.cli import main

main()
