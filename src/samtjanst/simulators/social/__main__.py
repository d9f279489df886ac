"""``python -m samtjanst.simulators.social --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.serving import command
from samtjanst.simulators.social.server import start

if __name__ == "__main__":
    command("Socialtjänstens system", start)
