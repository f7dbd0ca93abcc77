"""Hides packages from a process, those that the environment names: it then has what an installation has."""

import os
import sys

sys.modules.update(dict.fromkeys(os.environ.get("HIDDEN", "").split()))  # type: ignore[arg-type]
