"""``python -m samtjanst.simulators.minameddelanden --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.minameddelanden.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("Mailboxes", start)
