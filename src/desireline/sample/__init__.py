"""The generated sample company: an invented retailer's exports in seven formats.

In: a folder, a seed, a number of customers.  Out: files as seven tools write them, with planted
problems that docs/explanation/sample-company.md describes. Imported by the command line and tests.
"""

from desireline.sample.company import COMPANY
from desireline.sample.generator import SampleReport, write

__all__ = ["COMPANY", "SampleReport", "write"]
