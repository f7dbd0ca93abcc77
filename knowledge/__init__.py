"""Know: the law as data files, and the pure functions that read them."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Read when numpy is first imported. Our products are small: more threads only spin, four times the processor time."""
