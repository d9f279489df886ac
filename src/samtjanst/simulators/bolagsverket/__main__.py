"""``python -m samtjanst.simulators.bolagsverket --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.bolagsverket.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Bolagsverket", start)
