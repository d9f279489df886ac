"""Letters to the mailboxes that people have chosen for post from authorities (Mina meddelanden)."""

from samtjanst.adapters.minameddelanden.mailbox import Mailbox

__all__ = ["Mailbox"]
