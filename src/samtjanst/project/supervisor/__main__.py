"""``python -m samtjanst.project.supervisor``: what start.py runs."""

import argparse
import os
import sys
from pathlib import Path

from samtjanst.project.supervisor import run
from samtjanst.project.supervisor.folder import CannotStartError, DataFolder


def main() -> int:
    """Run the product; the exit code is 0 when somebody stopped it on purpose."""
    parser = argparse.ArgumentParser(prog="start.py", description="Run Samtjänst on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the web's port (else next free)")
    parser.add_argument("--fresh", action="store_true", help="delete all data and begin again")
    chosen = parser.parse_args()
    folder = DataFolder(Path(os.environ.get("SAMTJANST_VAR", "var")))
    try:
        run.run(folder, chosen.port, fresh=chosen.fresh)
    except CannotStartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
