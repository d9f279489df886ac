"""``python -m samtjanst.simulators.saml --dir VAR --port P --control-port Q``."""

from samtjanst.simulators.saml.server import start
from samtjanst.simulators.serving import command

if __name__ == "__main__":
    command("SAML identity provider", start)
