"""``python -m samtjanst.simulators.sms --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.serving import command
from samtjanst.simulators.sms.server import start

if __name__ == "__main__":
    command("Text messages", start)
