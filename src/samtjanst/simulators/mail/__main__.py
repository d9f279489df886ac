"""``python -m samtjanst.simulators.mail --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.mail.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Mail", start)
