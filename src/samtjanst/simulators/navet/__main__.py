"""``python -m samtjanst.simulators.navet --dir VAR --port P --control-port Q``."""

import argparse
import signal
import threading
from pathlib import Path

from samtjanst.simulators.navet.server import start


def main() -> None:
    """Run until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--control-port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    given = parser.parse_args()
    running = start(given.dir, given.port, given.control_port, given.host)
    print(f"Navet: control {running.control_url}", flush=True)
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    stopped.wait()
    running.stop()


if __name__ == "__main__":
    main()
