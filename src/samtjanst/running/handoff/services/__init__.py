"""Changes of routes and deliveries."""

from samtjanst.running.handoff.services.again import restart, send_again
from samtjanst.running.handoff.services.by_hand import confirm, copy, open_card, take_by_hand
from samtjanst.running.handoff.services.routes import put_route, switch_route
from samtjanst.running.handoff.services.sending import (
    DELIVER_JOB,
    LATE,
    MAX_ATTEMPTS,
    PROTECTED,
    collect_receipts,
    deliver,
    note_taken_out,
    plan,
    plan_change,
    plan_later,
)

__all__ = [
    "DELIVER_JOB",
    "LATE",
    "MAX_ATTEMPTS",
    "PROTECTED",
    "collect_receipts",
    "confirm",
    "copy",
    "deliver",
    "note_taken_out",
    "open_card",
    "plan",
    "plan_change",
    "plan_later",
    "put_route",
    "restart",
    "send_again",
    "switch_route",
    "take_by_hand",
]
