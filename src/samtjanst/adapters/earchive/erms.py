"""The case by FGS Ärendehantering 2.0, which is E-ARK CITS ERMS 3.0. Element order is fixed.

Fields of the route that are told in their own places: see KNOWN. All others are told by name
and value among the case's own elements.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from samtjanst.adapters.earchive.files import File, Placed, add, document, moment
from samtjanst.ports.case_file import CaseFile, Person, Record

SPACE = "https://DILCIS.eu/XML/ERMS"
KNOWN = {
    "arkivbildare": "the archive's creator, when another than the adapter's setting",
    "diarienummer": "the diary number, when another than the case's reference",
    "klass": "code of the classification, when another than the e-service's own",
    "klassnamn": "its name",
    "sekretess": "the provision, such as OSL 26:1",
    "gallring": "what is to be done, such as Bevaras or Gallras efter 5 år",
    "gallringsbeslut": "by which plan or decision",
}
# ERMS fixes no list; Sweden Connect's word for an identity that the Swedish eIDAS node gives.
_FOREIGN = "prid"
_AGENTS = {"handler": "responsible_person", "decider": "authorising_person"}
_ROLES = {
    "applicant": "sökande",
    "guardian": "vårdnadshavare",
    "neighbour": "granne",
    "principal": "fullmaktsgivare",
    "handler": "handläggare",
    "decider": "beslutsfattare",
}
_KINDS = {
    "application": "ansökan",
    "supplement": "komplettering",
    "letter": "meddelande",
    "appeal": "överklagande",
    "decision": "beslut",
    "case_document": "ärendehandling",
}
_DIRECTIONS = {"incoming": "incoming", "outgoing": "outgoing"}


def written(
    case: CaseFile,
    placed: tuple[Placed, ...],
    fields: Mapping[str, Any],
    creator: str,
    supplements: str = "",
) -> bytes:
    """The file that tells the case; ``supplements`` is the name of the package it comes after."""
    ours = {"klass": case.class_code, "klassnamn": case.class_name}
    known = {name: str(fields.get(name) or ours.get(name, "")) for name in KNOWN}
    spaces: Any = {None: SPACE}
    root = etree.Element(f"{{{SPACE}}}erms", nsmap=spaces)
    _control(root, case, known["arkivbildare"] or creator or case.municipality)
    whole = add(
        add(root, "aggregations"),
        "aggregation",
        attributes={"systemIdentifier": case.id, "aggregationType": "caseFile"},
    )
    _named(whole, case, known, supplements)
    _own(whole, {name: value for name, value in fields.items() if name not in KNOWN})
    _ruled(whole, case, known)
    _people(whole, case)
    _dated(whole, case)
    for number, record in enumerate(case.records, start=1):
        files = [one for one in placed if one.record == record.id]
        _record(whole, record, number, known["diarienummer"] or case.reference, files)
    return document(root)


def _control(root: etree._Element, case: CaseFile, creator: str) -> None:
    control = add(root, "control")
    for kind, text in (
        ("arkivbildare", creator),
        ("organisationsnummer", case.organisation_number),
        ("ärendenummer", case.reference),
    ):
        add(control, "identification", text, {"identificationType": kind})
    kept = add(control, "maintenanceInformation")
    add(kept, "maintenanceStatus", attributes={"value": "new"})
    agency = add(kept, "maintenanceAgency")
    add(agency, "agencyCode", case.organisation_number, {"type": "organisationsnummer"})
    add(agency, "agencyName", case.municipality)
    event = add(add(kept, "maintenanceHistory"), "maintenanceEvent")
    add(event, "eventType", attributes={"value": "created"})
    add(event, "eventDateTime", moment(case.packed_at))
    agent = add(event, "agent", attributes={"agentType": "deliverer"})
    add(agent, "name", f"{case.system} {case.system_version}")
    add(agent, "organisation", case.municipality)


def _named(
    whole: etree._Element, case: CaseFile, known: Mapping[str, str], supplements: str
) -> None:
    add(whole, "objectId", known["diarienummer"] or case.reference)
    add(whole, "extraId", case.reference, {"extraIdType": "deliveringSystemId"})
    add(whole, "extraId", case.e_service, {"extraIdType": "e-tjänst"})
    if supplements:
        add(whole, "extraId", supplements, {"extraIdType": "kompletterar paket"})
    if known["klass"]:
        code = {"classificationCode": known["klass"]}
        add(whole, "classification", known["klassnamn"], code)
    add(whole, "title", case.title)
    add(whole, "status", attributes={"value": "closed"})


def _own(whole: etree._Element, fields: Mapping[str, Any]) -> None:
    if not fields:
        return
    outer = add(add(whole, "additionalInformation"), "ownElement")
    for name, value in fields.items():
        one = add(outer, "ownElement", attributes={"name": name, "dataType": "String"})
        add(one, "value", "" if value is None else str(value))


def _ruled(whole: etree._Element, case: CaseFile, known: Mapping[str, str]) -> None:
    if known["sekretess"]:
        limited = add(whole, "restriction", attributes={"restrictionType": "confidential"})
        add(limited, "regulation", known["sekretess"])
    if not known["gallring"] or case.decision is None:
        return
    is_kept = known["gallring"].casefold().startswith("bevara")
    rule = add(whole, "disposal", attributes={"disposable": "false" if is_kept else "true"})
    add(rule, "disposalAction", known["gallring"])
    if known["gallringsbeslut"]:
        add(rule, "disposalMandate", known["gallringsbeslut"])
    start = {"dateType": "retention_period_start"}
    add(add(rule, "dates"), "disposalDate", moment(case.decision.decided_at), start)


def _people(whole: etree._Element, case: CaseFile) -> None:
    agents = add(whole, "agents")
    for one in case.people:
        _agent(agents, one)


def _agent(agents: etree._Element, one: Person) -> None:
    kind = {"agentType": _AGENTS.get(one.role, "counterpart")}
    agent = add(agents, "agent", attributes=kind)
    add(agent, "name", one.name)
    if one.number:
        add(agent, "idNumber", one.number, {"idNumberType": "personnummer"})
    if one.foreign:
        add(agent, "idNumber", one.foreign, {"idNumberType": _FOREIGN})
    add(agent, "role", _ROLES.get(one.role, one.role))
    if one.number or one.foreign:
        add(agent, "protectedIdentity", "true" if one.is_protected else "false")


def _dated(whole: etree._Element, case: CaseFile) -> None:
    dates = add(whole, "dates")
    add(dates, "date", moment(case.arrived_at), {"dateType": "opened"})
    if case.decision is None:
        return
    add(dates, "date", moment(case.decision.decided_at), {"dateType": "closed"})
    action = add(whole, "action")
    add(action, "actionText", case.decision.outcome)
    if case.decision.legal_basis:
        add(action, "actionDue", "; ".join(case.decision.legal_basis))
    add(action, "actionMotivation", case.decision.reasons)
    add(action, "actionType", "beslut")
    day = {"dateType": "decision_date"}
    add(add(action, "dates"), "actionDate", moment(case.decision.decided_at), day)
    agent = add(add(action, "agents"), "agent", attributes={"agentType": "authorising_person"})
    add(agent, "name", case.decision.decided_by)


def _record(
    whole: etree._Element, record: Record, number: int, diary: str, files: list[Placed]
) -> None:
    told = {"systemIdentifier": record.id, "recordType": _KINDS[record.kind]}
    one = add(whole, "record", attributes=told | {"recordPhysicalOrDigital": "digital"})
    add(one, "objectId", f"{diary}-{number}")
    add(one, "title", record.title)
    add(one, "runningNumber", str(number))
    way = _DIRECTIONS.get(record.direction, "internal_memo_without_follow-up")
    add(one, "direction", attributes={"directionDefinition": way})
    if record.sender:
        sender = add(add(one, "agents"), "agent", attributes={"agentType": "sender"})
        add(sender, "name", record.sender)
    kind = {"dateType": "received" if record.direction == "incoming" else "created"}
    add(add(one, "dates"), "date", moment(record.at), kind)
    _signed(one, record)
    more = add(one, "additionalInformation")
    for placed in files:
        _appendix(more, placed.title, placed.file)


def _signed(one: etree._Element, record: Record) -> None:
    if not record.verified_at:
        return
    signatures = add(one, "eSignatures")
    for at in record.verified_at:
        verified = {"present": "true", "dateeSignatureIsVerified": moment(at)}
        add(signatures, "eSignature", attributes=verified)


def _appendix(more: etree._Element, title: str, file: File) -> None:
    add(more, "appendix", attributes={"name": title, "path": file.path, "fileFormat": file.mime})
