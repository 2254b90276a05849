"""`python -m services.runtime.broker.leash COMMAND...` becomes the command, which the kernel ends with its parent."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for SIGTERM at the parent's end, and become the command. Elsewhere than on Linux only the latter."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606  (no shell is the point)


if __name__ == "__main__":
    main()
