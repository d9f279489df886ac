"""Every public verb says who does it."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.architecture import house

from samtjanst.foundation.jobs import registry

# Modules without an actor, and why.
BELOW_THE_ACTOR = {
    "samtjanst.foundation.tenancy.services": "stands below people: there is no actor yet",
    "samtjanst.foundation.keys.services": "stands below people: the caller has been authorised",
    "samtjanst.foundation.people.services": "makes the actor; called by sign-in and by commands",
    "samtjanst.foundation.access.services": "is the question itself",
    "samtjanst.foundation.plugins.services": "gives the caller an adapter; nothing is changed",
}
# Verbs without an actor, and why.
_PURE = "computes and changes nothing"
_SYSTEM = "run by the clock inside a municipality's scope"
_BROWSER = "takes the browser's session instead: nobody is logged in yet, or it is her own order"
_PART = "a part of the caller's own transaction, which has named the actor"
WITHOUT_ACTOR = {
    "samtjanst.capabilities.fees.services.orders.locked_about": _PART,
    "samtjanst.capabilities.fees.services.orders.has_undecided": _PURE,
    "samtjanst.capabilities.fees.services.orders.claim": "says that somebody asks now; no change",
    "samtjanst.capabilities.fees.services.refunds.to_refund": _PURE,
    "samtjanst.journey.fee_due.sealed": _PURE,
    "samtjanst.journey.fee_due.is_first": _PURE,
    "samtjanst.journey.fee_due.days": _PURE,
    "samtjanst.journey.matter.matter_of": _PART,
    "samtjanst.journey.pay.callback_path": _PURE,
    "samtjanst.journey.pay.called_back": "whoever calls shows a secret and is believed in nothing",
    "samtjanst.capabilities.registers.services.forget_answers": _SYSTEM,
    "samtjanst.capabilities.signing.services.reminding.due_in": _SYSTEM,
    "samtjanst.capabilities.signing.services.reminding.open_rooms": _SYSTEM,
    "samtjanst.capabilities.signing.services.room.open_room_about": _PART,
    "samtjanst.capabilities.signing.services.room.standing_room": _PART,
    "samtjanst.capabilities.signing.services.reminding.subject_of": _SYSTEM,
    "samtjanst.foundation.audit.services.hash_of": _PURE,
    "samtjanst.foundation.audit.services.link": _PURE,
    "samtjanst.foundation.audit.services.verify": "reads the chain; used by the operator's command",
    "samtjanst.foundation.audit.services.marked": "read by a verb that has authorised the actor",
    "samtjanst.foundation.audit.services.one_insert": _PART,
    "samtjanst.foundation.files.services.adopt": _PART,
    "samtjanst.foundation.files.services.safe_name": _PURE,
    "samtjanst.foundation.files.services.judged": "checks and scans, and keeps nothing",
    "samtjanst.foundation.jobs.services.enqueue": _PART,
    "samtjanst.foundation.jobs.services.enqueue_all": _PART,
    "samtjanst.foundation.jobs.services.run": "called by the worker",
    "samtjanst.foundation.jobs.services.one_batch": _PART,
    "samtjanst.journey.board.board_of": "reads; the caller has authorised the case",
    "samtjanst.journey.grounds.ground": _PURE,
    "samtjanst.journey.grounds.of_company": _PURE,
    "samtjanst.journey.grounds.of_mandate": _PURE,
    "samtjanst.journey.grounds.of_owner": _PURE,
    "samtjanst.journey.grounds.of_party": _PURE,
    "samtjanst.journey.grounds.of_person": _PURE,
    "samtjanst.journey.grounds.of_property": _PURE,
    "samtjanst.journey.place_maps.drawn": "reads a map; the caller has authorised the case",
    "samtjanst.journey.place_maps.place_of": _PURE,
    "samtjanst.journey.sources.asks": _PURE,
    "samtjanst.journey.suggest.asks_for_employee": _PURE,
    "samtjanst.journey.suggest.employees": "reads what the work on the desk knows",
    "samtjanst.journey.sources.filled": _PURE,
    "samtjanst.journey.sources.asks_when_shown": _PURE,
    "samtjanst.journey.sources.lists_anew": _PURE,
    "samtjanst.journey.sources.placed": _PURE,
    "samtjanst.journey.answer.has_new_list": _PURE,
    "samtjanst.journey.asked_about.key_of": _PURE,
    "samtjanst.journey.asked_about.pair_of": _PURE,
    "samtjanst.journey.asked_about.pairs": _PURE,
    "samtjanst.journey.asked_about.row_keys": _PURE,
    "samtjanst.journey.asked_about.rows_of": _PURE,
    "samtjanst.journey.found_values.as_answer": _PURE,
    "samtjanst.journey.found_values.is_known": _PURE,
    "samtjanst.journey.found_values.texts_of": _PURE,
    "samtjanst.journey.platform_registers.ask": "whoever asks is in the matter",
    "samtjanst.journey.sealed.origins_in": _PURE,
    "samtjanst.journey.answer.limits_of": _PURE,
    "samtjanst.journey.answer.on_desk": _PURE,
    "samtjanst.journey.represent.gives_word": _PURE,
    "samtjanst.journey.identify.is_somebody_else": "whoever logs in: nobody acts yet",
    "samtjanst.journey.answer.evaluated": _PURE,
    "samtjanst.journey.answer.posted": _PURE,
    "samtjanst.journey.answer.with_answers": _PURE,
    "samtjanst.journey.case_package.listed": _PURE,
    "samtjanst.journey.allot.fits": _PURE,
    "samtjanst.journey.appeal.can_be_appealed": _PURE,
    "samtjanst.journey.decide.choices": _PURE,
    "samtjanst.journey.decide.names_amount": _PURE,
    "samtjanst.journey.decide.needs_hearing": _PURE,
    "samtjanst.journey.decide.provisions": _PURE,
    "samtjanst.journey.decide.recipients": _PURE,
    "samtjanst.journey.decision_texts.filled": _PURE,
    "samtjanst.journey.decision_texts.filled_for": _PURE,
    "samtjanst.journey.own_words.opening": _PURE,
    "samtjanst.journey.own_words.say": _PART,
    "samtjanst.journey.delegated.covering": _PURE,
    "samtjanst.journey.decision_texts.unfilled": _PURE,
    "samtjanst.journey.decide.with_text": _PURE,
    "samtjanst.journey.contents.proof": _PURE,
    "samtjanst.journey.document.decision_to": "renders for a caller that has authorised",
    "samtjanst.journey.whole_case.of": "the delivery's job; reads as the system, which is recorded",
    "samtjanst.journey.document.proven": "reads the proof of a case that the caller has",
    "samtjanst.journey.delays.clock_of": _PURE,
    "samtjanst.journey.delays.forecast": _PURE,
    "samtjanst.journey.delays.has_six_months": _PURE,
    "samtjanst.journey.delays.proposed_until": _PURE,
    "samtjanst.journey.document.sections": _PURE,
    "samtjanst.journey.document.summary": _PURE,
    "samtjanst.journey.document.summary_now": "reads the answers of a case that the caller has",
    "samtjanst.journey.document_texts.appeals": _PURE,
    "samtjanst.journey.document_texts.decision_rows": _PURE,
    "samtjanst.journey.document_texts.earlier": _PURE,
    "samtjanst.journey.document_texts.period": _PURE,
    "samtjanst.journey.document_texts.facts_of": _PURE,
    "samtjanst.journey.document_texts.letters": _PURE,
    "samtjanst.journey.document_texts.signatures": _PURE,
    "samtjanst.journey.document_texts.supplements": _PURE,
    "samtjanst.journey.document_texts.unsigned": _PURE,
    "samtjanst.journey.signatories.reached": _PURE,
    "samtjanst.journey.signatories.room_for_citizens": _PURE,
    "samtjanst.journey.document.head_of": _PURE,
    "samtjanst.journey.drawn.pages_of": _PURE,
    "samtjanst.journey.drawn.remade": _PURE,
    "samtjanst.journey.eid.find": _BROWSER,
    "samtjanst.journey.eid.told": _BROWSER,
    "samtjanst.journey.eid.view": _BROWSER,
    "samtjanst.journey.elsewhere.begin": _BROWSER,
    "samtjanst.journey.elsewhere.come_back": _BROWSER,
    "samtjanst.journey.elsewhere.describe": _BROWSER,
    "samtjanst.journey.elsewhere.is_offered": _BROWSER,
    "samtjanst.journey.elsewhere.leave": _BROWSER,
    "samtjanst.journey.contents.listed": _PURE,
    "samtjanst.journey.sealing.sealed": "a document that the caller has made; nothing is changed",
    "samtjanst.journey.sealing.tried": _PURE,
    "samtjanst.journey.examine.examine": "anybody may; nothing is kept, and no case is looked at",
    "samtjanst.journey.whom.concerns": _PURE,
    "samtjanst.journey.whom.is_of_age": _PURE,
    "samtjanst.journey.whom.principal": _PART,
    "samtjanst.journey.hand_over.sources": _PURE,
    "samtjanst.journey.on_paper.is_possible": _PURE,
    "samtjanst.journey.retract.applied": _PURE,
    "samtjanst.journey.empowered.why_not": _PURE,
    "samtjanst.journey.represent.can_be_company": _PURE,
    "samtjanst.journey.represent.can_be_person": _PURE,
    "samtjanst.journey.represent.context_of": _PURE,
    "samtjanst.journey.represent.of_content": _PURE,
    "samtjanst.journey.represent.of_work": _PURE,
    "samtjanst.journey.represent.prepared_in": _PURE,
    "samtjanst.journey.represent.confirmed_in": _PURE,
    "samtjanst.journey.represent.taken_down_in": _PURE,
    "samtjanst.journey.represent.why_not": _PURE,
    "samtjanst.journey.named.replaceable": "reads the parties of a case that the caller has",
    "samtjanst.journey.index.index_case": "a job, run inside a municipality's scope",
    "samtjanst.journey.index.index_missing": _SYSTEM,
    "samtjanst.journey.identify.begin": _BROWSER,
    "samtjanst.journey.ask_opinion.choices": "reads a case that the caller has",
    "samtjanst.journey.ask_opinion.proposed_due": _PURE,
    "samtjanst.journey.ask_opinion.units_to_ask": _PURE,
    "samtjanst.journey.hear.proposed_due": _PURE,
    "samtjanst.journey.hear.waits_until": _PURE,
    "samtjanst.journey.identify.cancel": _BROWSER,
    "samtjanst.journey.identify.follow": _BROWSER,
    "samtjanst.journey.identify.come_back": _BROWSER,
    "samtjanst.journey.identify.launch": _BROWSER,
    "samtjanst.journey.identify.open_citizen": _BROWSER,
    "samtjanst.journey.identify.open_staff": _BROWSER,
    "samtjanst.journey.identify.sign_in_with_code": _BROWSER,
    "samtjanst.journey.identify.sign_out": _BROWSER,
    "samtjanst.running.cases.services.disclosure.is_ground": _PURE,
    "samtjanst.journey.masking.told": _PURE,
    "samtjanst.journey.masking.words_in": _PURE,
    "samtjanst.journey.masking.pages_in": _PURE,
    "samtjanst.journey.masking.masked": _PURE,
    "samtjanst.journey.masking.all_masked": _PURE,
    "samtjanst.journey.letters.filled": _PURE,
    "samtjanst.journey.letters.left": _PURE,
    "samtjanst.journey.letters.recipients": _PURE,
    "samtjanst.journey.companies.asks_for": _PURE,
    "samtjanst.journey.companies.described": _PURE,
    "samtjanst.journey.look_up.companies_in": _PURE,
    "samtjanst.journey.look_up.context": _PURE,
    "samtjanst.journey.look_up.status_of": _PURE,
    "samtjanst.journey.named_people.asks": _PURE,
    "samtjanst.journey.named_places.asks": _PURE,
    "samtjanst.journey.named_places.described": _PURE,
    "samtjanst.journey.named_places.owned": _PURE,
    "samtjanst.journey.passkeys.begin": _BROWSER,
    "samtjanst.journey.passkeys.is_fresh": _PURE,
    "samtjanst.journey.passkeys.sign_in": _BROWSER,
    "samtjanst.journey.rebase.planned": _PURE,
    "samtjanst.journey.confirm.finish": _BROWSER,
    "samtjanst.journey.confirm.is_needed": _PURE,
    "samtjanst.journey.confirm.proof_of": _PURE,
    "samtjanst.journey.represent.login_proof_in": _PURE,
    "samtjanst.journey.sign.expected_of": _PURE,
    "samtjanst.journey.sealed.code_of": _PURE,
    "samtjanst.journey.sealed.named_in": _PURE,
    "samtjanst.journey.sealed.context_of": _PURE,
    "samtjanst.journey.sealed.files_of": "reads the attachments of a snapshot that the caller has",
    "samtjanst.journey.supplement.choices": _PURE,
    "samtjanst.journey.supplement.default_due": _PURE,
    "samtjanst.journey.supplemented.answers_besides": _PURE,
    "samtjanst.journey.supplemented.answers_now": _PURE,
    "samtjanst.journey.supplemented.asking_of": _PURE,
    "samtjanst.journey.supplemented.changed_at": _PURE,
    "samtjanst.journey.supplemented.context_with": _PURE,
    "samtjanst.journey.supplemented.files_of_all": "reads attachments of what the caller has",
    "samtjanst.journey.supplemented.in_words_now": _PURE,
    "samtjanst.journey.supplemented.is_shown": _PURE,
    "samtjanst.journey.supplemented.snapshots_of": _PURE,
    "samtjanst.journey.supplemented.told": _PURE,
    "samtjanst.journey.sign.cancel": _BROWSER,
    "samtjanst.journey.partner.brief": _PURE,
    "samtjanst.journey.partner.fields": _PURE,
    "samtjanst.journey.partner.shared": "of a case that the caller has opened",
    "samtjanst.journey.poll.poll": _BROWSER,
    "samtjanst.journey.poll.qr_text": _BROWSER,
    "samtjanst.journey.take_down.channel_of": _PURE,
    "samtjanst.journey.take_down.faults_of": _PURE,
    "samtjanst.journey.typed.clean": _PURE,
    "samtjanst.journey.typed.faults": _PURE,
    "samtjanst.journey.submit.refuse_unread": _PURE,
    "samtjanst.journey.submit.refuse_unsound": _PURE,
    "samtjanst.journey.submit.hidden_data": _PURE,
    "samtjanst.journey.submit.parties": _PURE,
    "samtjanst.journey.submit.seen": _PURE,
    "samtjanst.journey.submit.visible_text": _PURE,
    "samtjanst.running.cases.services.delays.close_requests": _PART,
    "samtjanst.running.cases.services.delays.may_ask_from": _PURE,
    "samtjanst.running.cases.services.hearings.close_hearings": _PART,
    "samtjanst.running.cases.services.opinions.close_opinions": _PART,
    "samtjanst.running.cases.services.proposals.close_proposals": _PART,
    "samtjanst.running.cases.services.opinions.require_no_opinion": _PART,
    "samtjanst.running.cases.services.opinions.opinion_missing": _PURE,
    "samtjanst.running.cases.services.proposals.open_proposal": _PART,
    "samtjanst.running.cases.services.sharing_out.letters_in": _PURE,
    "samtjanst.running.cases.services.sorting.may_handle": _PURE,
    "samtjanst.running.cases.services.statuses.process_of": _PART,
    "samtjanst.running.cases.services.statuses.begin": _PART,
    "samtjanst.running.cases.services.statuses.happened": _PART,
    "samtjanst.running.cases.services.statuses.require_decides": _PART,
    "samtjanst.running.cases.services.statuses.not_here": _PURE,
    "samtjanst.running.cases.services.statuses.next_due": _PART,
    "samtjanst.running.cases.services.statuses.answers_for": _PART,
    "samtjanst.running.cases.services.sorting.mark": _PART,
    "samtjanst.journey.process.holding": "reads answers of a case that the caller has",
    "samtjanst.journey.process.status_of": _PURE,
    "samtjanst.journey.process.standing": "reads a case that the caller has",
    "samtjanst.running.cases.services.rows.due_from": _PURE,
    "samtjanst.running.cases.services.rows.moved": _PURE,
    "samtjanst.journey.welcome.app_address": _BROWSER,
    "samtjanst.journey.welcome.choose_password": _BROWSER,
    "samtjanst.journey.welcome.continue_with_eid": _BROWSER,
    "samtjanst.journey.welcome.finish": _BROWSER,
    "samtjanst.journey.welcome.invited": _BROWSER,
    "samtjanst.journey.welcome.is_open": _BROWSER,
    "samtjanst.journey.welcome.may_use_code": _PURE,
    "samtjanst.journey.welcome.show_code": _BROWSER,
    "samtjanst.running.cases.services.batches.forget_batches": _SYSTEM,
    "samtjanst.running.cases.services.handling.forget_searches": _SYSTEM,
    "samtjanst.running.cases.services.decisions.problems_of": _PURE,
    "samtjanst.running.cases.services.supplements.close_open": _PART,
    "samtjanst.running.cases.services.supplements.problems_of": _PURE,
    "samtjanst.running.filing.services.erase_expired": _SYSTEM,
    "samtjanst.running.handoff.services.sending.deliver": "the job journey.hand_over.deliver",
    "samtjanst.running.handoff.services.sending.enqueue_attempt": _PART,
    "samtjanst.running.handoff.services.sending.fill": _PART,
    "samtjanst.running.handoff.services.sending.let_next_go": _PART,
}


def _modules() -> list[Path]:
    services = [path for path in house.sources() if _room(path) == "services"]
    journey = sorted((house.PACKAGE / "journey").rglob("*.py"))
    return [path for path in (*services, *journey) if house.module_of(path) not in BELOW_THE_ACTOR]


def _room(path: Path) -> str:
    module = house.module_of(path)
    app = house.app_of(module)
    return module.removeprefix(app).strip(".").split(".")[0] if app else ""


def _public(path: Path) -> Iterator[ast.FunctionDef]:
    for node in house.tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _done_by_the_system() -> set[str]:
    """Jobs and schedules: run by the worker inside a municipality's scope."""
    acts: list[Callable[..., object]] = [registry.handler_for(name) for name in registry.names()]
    acts += [act for _pattern, act in registry.schedules().values()]
    return {f"{act.__module__}.{act.__qualname__}" for act in acts}


def test_every_verb_names_who_does_it() -> None:
    excused = WITHOUT_ACTOR.keys() | _done_by_the_system()
    silent = [
        f"{house.module_of(path)}.{verb.name}"
        for path in _modules()
        for verb in _public(path)
        if "by" not in {argument.arg for argument in verb.args.kwonlyargs}
    ]
    assert [name for name in silent if name not in excused] == []


def test_exceptions_are_still_needed() -> None:
    modules = {house.module_of(path): path for path in house.sources()}
    assert BELOW_THE_ACTOR.keys() <= modules.keys()
    for name in WITHOUT_ACTOR:
        module, verb = name.rsplit(".", 1)
        assert verb in {node.name for node in _public(modules[module])}, f"{name} is gone"
