"""E-mail to those who work at the municipality: what they should look at, never its content."""

from samtjanst.foundation.plugins.services import channel
from samtjanst.foundation.tenancy.queries import current
from samtjanst.ports.channel import Outgoing


def mail(*, key: str, to: str, subject: str, text: str) -> None:
    """Send at once, signed with the municipality's name; for jobs, that are tried again.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    municipality = current()
    channel("email").send(
        Outgoing(
            key=key,
            to=to,
            subject=subject,
            text=f"{text}\n\n{municipality.name}\n",
            sender_name=municipality.name,
            sender_address=municipality.contact_email,
        )
    )
