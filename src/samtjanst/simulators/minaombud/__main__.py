"""``python -m samtjanst.simulators.minaombud --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.minaombud.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Mina ombud", start)
