"""``python -m samtjanst.simulators.swish --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.serving import command
from samtjanst.simulators.swish.server import start

if __name__ == "__main__":
    command("Swish", start)
