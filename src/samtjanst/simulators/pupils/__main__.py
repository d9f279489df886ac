"""``python -m samtjanst.simulators.pupils --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.pupils.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Pupil register", start)
