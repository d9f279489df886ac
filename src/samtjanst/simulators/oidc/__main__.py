"""``python -m samtjanst.simulators.oidc --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.oidc.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Staff directory", start)
