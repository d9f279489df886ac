"""``python -m samtjanst.simulators.geodata --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.geodata.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Map service", start)
