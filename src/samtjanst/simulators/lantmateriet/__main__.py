"""``python -m samtjanst.simulators.lantmateriet --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.lantmateriet.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Lantmäteriet", start)
