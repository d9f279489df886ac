"""``python -m samtjanst.simulators.navet --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.navet.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Navet", start)
