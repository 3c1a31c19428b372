"""What Praat hears of a sound's pitch and loudness, in an environment of its own: its licence (GPL) stays out of ours.

In: paths of WAV files.  Out: JSON on stdout, a list for each of (seconds, Hz or 0, dB) every 10 ms.
"""

import json
import sys

import parselmouth

for path in sys.argv[1:]:
    sound = parselmouth.Sound(path)
    pitch = sound.to_pitch_ac(time_step=0.01, pitch_floor=65.0, pitch_ceiling=420.0)
    loudness = sound.to_intensity(minimum_pitch=65.0, time_step=0.01)
    rows = [
        (time, hertz, loudness.get_value(time))
        for time, hertz in zip(pitch.xs(), pitch.selected_array["frequency"], strict=True)
    ]
    print(json.dumps(rows))
