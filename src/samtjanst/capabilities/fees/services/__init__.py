"""Changes of fees. Each takes the lock of its order: two at once become one by one."""

from samtjanst.capabilities.fees.services.orders import (
    cancel_order,
    claim,
    extend,
    lapse,
    nudge,
    open_order,
    remind,
)
from samtjanst.capabilities.fees.services.paying import asked, begin, refused, rule_out, settle
from samtjanst.capabilities.fees.services.refunds import (
    REFUND_JOB,
    ToRefund,
    refund,
    settle_refund,
    to_refund,
)

__all__ = [
    "REFUND_JOB",
    "ToRefund",
    "asked",
    "begin",
    "cancel_order",
    "claim",
    "extend",
    "lapse",
    "nudge",
    "open_order",
    "refund",
    "refused",
    "remind",
    "rule_out",
    "settle",
    "settle_refund",
    "to_refund",
]
