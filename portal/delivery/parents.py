"""A process that ends with its parent, however that one was ended."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1
#: Loaded before a fork, after which nothing may be.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(number=signal.SIGTERM):
    """Linux sends this process the signal when the thread that started it ends."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, number)
