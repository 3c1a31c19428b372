"""How topics are found best, asked of one half of banking77's intents: the other half and the airline's reasons report.

    python benchmarks/language/topic_settings.py

In: the questions of every intent whose name's hash is even.  Out: NMI for each number of directions and each evening (0: as texts differ,
1: all directions alike, as shipped). `heads/meaning.npz` and `topics.py` hold what is used.
"""

from __future__ import annotations

import numpy as np
from run import banking, half_for_choosing
from sklearn.metrics import normalized_mutual_info_score

from desireline.language.feelings.reading import lay_out
from desireline.language.meaning.heads import FOLDER
from desireline.language.told.topics import _cluster, _unit

DIRECTIONS = (32, 64, 96, 128)
EVENINGS = (0.0, 0.5, 1.0)


def main() -> None:
    rows = [row for row in banking() if half_for_choosing(row["category"])]
    truth = [row["category"] for row in rows]
    means = lay_out([row["text"] for row in rows], english=True).means()
    with np.load(FOLDER / "meaning.npz", allow_pickle=False) as stored:
        middle, axes = stored["middle"].astype(float), stored["directions"].astype(float)
    lengths = np.linalg.norm(axes, axis=1, keepdims=True)
    for evening in EVENINGS:
        for many in DIRECTIONS:
            vectors = (means - middle) @ (axes / lengths ** (1 - evening))[:many].T
            found = _cluster(_unit(vectors), len({*truth}))
            nmi = normalized_mutual_info_score(truth, found)
            print(f"evening {evening}  directions {many:3}  NMI {nmi:.3f}", flush=True)


if __name__ == "__main__":
    main()
