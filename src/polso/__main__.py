"""The console script `polso`."""

from __future__ import annotations

import sys

from polso.cli.main import run
from polso.wiring import PARTS


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    sys.exit(run(sys.argv[1:], PARTS))


if __name__ == "__main__":
    main()
