"""What the handler's screens call how something came, and why it is asked for once more."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtjanst.running.cases.types import Reason
from samtjanst.running.filing.types import Channel

CHANNELS: dict[Channel, Promise] = {
    Channel.PHONE: _("Telefon"),
    Channel.VISIT: _("Besök"),
    Channel.PAPER: _("Papper"),
    Channel.EMAIL: _("E-post"),
    Channel.FAX: _("Fax"),
}
REASONS: dict[Reason, Promise] = {
    Reason.INCOMPLETE: _("Saknas eller är ofullständigt"),
    Reason.WRONG: _("Stämmer inte"),
    Reason.UNCLEAR: _("Är oklart"),
    Reason.OUTDATED: _("Är inaktuellt"),
}
