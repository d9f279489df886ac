"""``python -m samtjanst.simulators.meters --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.meters.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Water meters", start)
