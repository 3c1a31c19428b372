"""How much of a file is taken in: limits that a hostile or broken file meets.

Constants, because a limit that nobody has to think about is the useful one. They are far above
what real exports reach (the widest one seen has 320 columns, the longest cell 1 MB).
"""

from __future__ import annotations

MB = 1 << 20
GB = 1 << 30

SAMPLE_BYTES = 1 * MB
"""Read from the beginning of each file to recognise it."""
SAMPLE_ROWS = 1_000
MAX_COLUMNS = 5_000
MAX_LINE = 16 * MB
"""Longest line of a text table, in bytes; so also the longest cell."""
STREAMED_LINE = 4 * MB
"""Longest line of a table that is streamed: the reader's buffers are twice as long, and several. A table
with a longer one is read again, as one with bad rows is."""
MAX_JSON_DEPTH = 64
MAX_JSON_OBJECT = 16 * MB
MAX_UNPACKED = 50 * GB
"""Uncompressed size of one file."""
MAX_RATIO = 250
"""Uncompressed to compressed; deflate reaches 1,032 only on constant bytes."""
RATIO_FREE = 64 * MB
"""Below this uncompressed size the ratio does not matter."""
MAX_MEMBERS = 20_000
"""Files in one folder."""
MAX_ARCHIVED = 2_000
"""Files in one archive: each is found through the archive's whole list."""
MAX_XLSX_UNPACKED = 1 * GB
MAX_XLSX_ROWS = 1_048_576
XLSX_RATIO_FREE = 96 * MB

CHILD_MEMORY = 3 * GB
"""Address space of the process that reads a file; the libraries alone reserve about half of it."""
ENGINE_MEMORY = "900MB"
ENGINE_ADDRESSES = 2 * GB
"""More addresses for a process with an engine, which reserves far more than it uses."""
CHILD_CPU_SECONDS = 4 * 3600
SHARED_BYTES = 50 * MB
"""What one process reads in all, file after file; a larger file has a process of its own."""
SHARED_RESIDENT = 1 * GB
"""A process that has held so much is not used again."""
IDLE_SECONDS = 10
"""How long a process waits for the next file."""
