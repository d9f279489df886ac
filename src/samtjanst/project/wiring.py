"""Which function does which job, what runs by the clock, and who may see what."""

import uuid
from typing import Any

import structlog
from procrastinate import App

from samtjanst.building.definitions.services import publishing, stopping
from samtjanst.building.definitions.services.relisting import LISTING_JOB
from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.messages import following
from samtjanst.capabilities.messages import services as messages
from samtjanst.capabilities.registers import services as registers
from samtjanst.foundation.audit import services as audit
from samtjanst.foundation.files import services as files
from samtjanst.foundation.jobs import registry
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.people import clients, elsewhere, idempotency, orders, passkeys
from samtjanst.foundation.plugins import endings
from samtjanst.foundation.tenancy.queries import all_municipalities
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import (
    alarms,
    allot,
    ask_opinion,
    asked_others,
    day,
    decide,
    emergency,
    empty_trash,
    hand_over,
    hear,
    index,
    letters,
    one_file,
    pay,
    process,
    refund,
    remind,
    sealing,
    sign_notes,
    staff,
    strays,
    supplement,
)
from samtjanst.kernel.ids import error_reference
from samtjanst.running.cases import services as cases
from samtjanst.running.filing import services as filing
from samtjanst.running.handoff import services as handoff
from samtjanst.running.webhooks import services as webhooks

log = structlog.get_logger(__name__)


def connect() -> None:
    """Register every job and schedule. Called once, when Django has loaded."""
    _jobs()
    _schedules()


def _jobs() -> None:
    registry.register(files.SCAN_JOB, files.scan_later)
    registry.register("files.erase", files.erase)
    registry.register(fees.REFUND_JOB, refund.run)
    registry.register(messages.SEND_JOB, messages.send)
    registry.register(handoff.DELIVER_JOB, hand_over.deliver)
    registry.register(webhooks.SEND_JOB, webhooks.send)
    registry.register(webhooks.TELL_JOB, webhooks.tell)
    registry.register(staff.INVITE_JOB, staff.send_invitation)
    registry.register(emergency.TELL_JOB, emergency.tell)
    registry.register(cases.INDEX_JOB, index.index_case)
    registry.register(cases.ALLOT_JOB, allot.allot_one)
    registry.register(LISTING_JOB, index.relist)
    registry.register(cases.LEAVE_JOB, letters.leave)
    registry.register(cases.EVENT_JOB, process.fire_event)
    registry.register(process.TIMER_JOB, process.fire_timer)
    registry.register(day.NOTE_JOB, day.send_note)
    registry.register(stopping.STOPPED_JOB, stopping.tell)
    registry.register(alarms.ALARM_JOB, alarms.send_alarm)
    registry.register(sealing.TELL_JOB, sealing.tell)
    registry.register(ask_opinion.NOTE_JOB, ask_opinion.send_note)
    registry.register(asked_others.NOTE_JOB, asked_others.send_note)
    _connect_desk()
    _connect_decisions()


def _schedules() -> None:
    registry.schedule("audit.seal", "* * * * * */10", audit.seal_events)
    registry.schedule("audit.anchor", "5 0 * * *", audit.anchor)
    registry.schedule("jobs.rescue", "* * * * *", jobs.rescue_overdue)
    registry.schedule("jobs.forget", "20 3 * * *", jobs.forget_done)
    registry.schedule("messages.follow", "*/5 * * * *", following.follow_deliveries)
    registry.schedule("signing.remind", "*/15 8-17 * * 1-5", remind.remind_due)
    registry.schedule("signing.expire", "7 * * * *", remind.expire_due)
    registry.schedule("supplements.remind", "12 8-18 * * *", supplement.remind_due)
    registry.schedule("supplements.pass", "17 * * * *", supplement.pass_due)
    registry.schedule("fees.follow", "* * * * *", pay.follow_due)
    registry.schedule("fees.remind", "18 8-18 * * *", pay.remind_due)
    registry.schedule("fees.lapse", "9 * * * *", pay.lapse_due)
    registry.schedule("handoff.receipts", "*/5 * * * *", handoff.collect_receipts)
    registry.schedule("cases.index_missing", "*/10 * * * *", index.index_missing)
    registry.schedule("cases.allot", "* * * * *", allot.allot_due)
    registry.schedule("cases.timers", "*/10 * * * *", process.timers_due)
    registry.schedule("cases.alarm", "20 7-16 * * *", alarms.alarm_due)
    registry.schedule("hearings.remind", "14 8-18 * * *", hear.remind_due)
    registry.schedule("opinions.remind", "16 8-18 * * *", ask_opinion.remind_due)
    registry.schedule("cases.day", "*/15 6-9 * * *", day.note_due)
    registry.schedule("cases.forget_searches", "25 * * * *", cases.forget_searches)
    registry.schedule("cases.forget_batches", "27 * * * *", cases.forget_batches)
    registry.schedule("webhooks.collect", "* * * * * */10", webhooks.collect)
    registry.schedule("webhooks.forget", "45 3 * * *", webhooks.forget)
    registry.schedule("filing.erase_expired", "40 3 * * *", filing.erase_expired)
    registry.schedule("cases.empty_trash", "15 2 * * *", empty_trash.empty)
    registry.schedule("registers.forget", "10 * * * *", registers.forget_answers)
    registry.schedule("definitions.publish_due", "* * * * *", publishing.publish_due)
    registry.schedule("plugins.warn", "10 6 * * *", endings.warn)
    registry.schedule("people.forget_api_use", "50 3 * * *", clients.forget_counts)
    registry.schedule("people.forget_answers", "35 * * * *", idempotency.forget_answers)
    registry.schedule("people.forget_elsewhere", "32 3 * * *", elsewhere.forget)
    registry.schedule("people.forget_challenges", "34 3 * * *", passkeys.forget)
    registry.schedule("people.forget_orders", "30 3 * * *", orders.forget_orders)


def _connect_desk() -> None:
    registry.register(strays.ANSWER_JOB, strays.send_answer)
    registry.register(one_file.BEGIN_JOB, one_file.begin)
    registry.register(one_file.MAKE_JOB, one_file.make)
    registry.schedule("cases.forget_files", "*/10 * * * *", one_file.forget)


def _connect_decisions() -> None:
    registry.register(cases.DECISION_JOB, decide.leave)
    registry.register(sign_notes.NOTE_JOB, sign_notes.send_note)
    registry.schedule("decisions.remind_signatories", "*/20 8-17 * * 1-5", sign_notes.remind_due)
    registry.schedule("decisions.expire_signatures", "9 * * * *", sign_notes.expire_due)


def set_up_queue(app: App) -> None:
    """Give the queue library one periodic task per schedule."""
    for name, (cron, _act) in registry.schedules().items():
        task = app.task(name=f"samtjanst.schedule.{name}", queue="samtjanst", pass_context=False)
        app.periodic(cron=cron, periodic_id=name)(task(_everywhere(name)))


def _everywhere(name: str) -> Any:
    def act(timestamp: int) -> None:  # noqa: ARG001 - the library tells when it was due
        for municipality in all_municipalities():
            _one(name, municipality.id)

    return act


def _one(name: str, municipality_id: uuid.UUID) -> None:
    act = registry.schedules()[name][1]
    try:
        with open_scope(municipality_id):
            act()
    except Exception as error:  # noqa: BLE001 - one municipality's trouble must not stop the others
        # Without the traceback: a database error can quote what a person has written.
        log.error(  # noqa: TRY400
            "schedule.error",
            name=name,
            municipality=str(municipality_id),
            kind=type(error).__name__,
            reference=error_reference(),
        )
