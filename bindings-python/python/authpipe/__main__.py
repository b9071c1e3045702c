"""`python -m authpipe …`: the same tool as the `authpipe` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line tool with the arguments of this process."""
    from ._native import cli

    return cli(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
