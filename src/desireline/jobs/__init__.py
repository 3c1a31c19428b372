"""Long work that says how far it is, can be stopped, and goes on where it stopped.

def work(job: Job) -> int:
    for done, file in enumerate(files):
        job.progress(done, len(files), f"reading {file}")   # also stops here when asked to
        ...
    return done

jobs.run(store, "import", key, work, listener=show_bar)
"""

from __future__ import annotations

from desireline.jobs.aside import Aside, let_go, until_alone
from desireline.jobs.memory import give_back
from desireline.jobs.model import Job, Listener, QuietJob
from desireline.jobs.run import run
from desireline.jobs.sharing import cores, share
from desireline.jobs.stopping import breathe, stoppable

__all__ = [
    "Aside",
    "Job",
    "Listener",
    "QuietJob",
    "breathe",
    "cores",
    "give_back",
    "let_go",
    "run",
    "share",
    "stoppable",
    "until_alone",
]
