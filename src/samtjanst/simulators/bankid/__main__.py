"""``python -m samtjanst.simulators.bankid --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.bankid.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("BankID", start)
