"""Changes of signing rooms. Each takes the lock of its room: two at once become one by one."""

from samtjanst.capabilities.signing.services.by_phone import record_by_phone
from samtjanst.capabilities.signing.services.disposing import dispose
from samtjanst.capabilities.signing.services.paper import PaperSignature, register_paper
from samtjanst.capabilities.signing.services.reminding import (
    Due,
    due_in,
    expire,
    missing_in,
    nudge,
    open_rooms,
    remind_due,
    subject_of,
)
from samtjanst.capabilities.signing.services.room import (
    cancel_room,
    decline,
    invite,
    mark_opened,
    open_room,
    record_signature,
)
from samtjanst.capabilities.signing.services.waiting import (
    MOST_DAYS,
    ask_again,
    ask_no_more,
    end,
    end_for_all,
    excuse,
    extend,
    name_instead,
    protect,
)

__all__ = [
    "MOST_DAYS",
    "Due",
    "PaperSignature",
    "ask_again",
    "ask_no_more",
    "cancel_room",
    "decline",
    "dispose",
    "due_in",
    "end",
    "end_for_all",
    "excuse",
    "expire",
    "extend",
    "invite",
    "mark_opened",
    "missing_in",
    "name_instead",
    "nudge",
    "open_room",
    "open_rooms",
    "protect",
    "record_by_phone",
    "record_signature",
    "register_paper",
    "remind_due",
    "subject_of",
]
