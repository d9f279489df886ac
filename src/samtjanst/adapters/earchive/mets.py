"""The package's METS files by E-ARK CSIP and SIP 2.2.0 (FGS Paketstruktur 2.0)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from samtjanst.adapters.earchive.files import File, Placed, Told, add, document, moment
from samtjanst.ports.case_file import CaseFile

METS = "http://www.loc.gov/METS/"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
XLINK = "http://www.w3.org/1999/xlink"
PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP-v2-2-0.xml"
CONTENT = "citserms_v3_0"
_SPACES: Any = {None: METS, "csip": CSIP, "sip": SIP, "xlink": XLINK}
_TOLD = "metadata/descriptive/erms.xml"
_KEPT = "metadata/preservation/premis.xml"
_REP = "representations/rep1"


@dataclass(frozen=True, slots=True)
class Head:
    """Names that stand first in the package."""

    name: str  # of the package and its root folder
    creator: str
    archive: str
    agreement: str
    status: str = "NEW"  # SUPPLEMENT: comes after another package of the same case


def files(head: Head, case: CaseFile, told: Told, placed: tuple[Placed, ...]) -> list[File]:
    """Every file of the package; the METS file of the whole stands first."""
    erms, premis = File(_TOLD, "text/xml", told.erms), File(_KEPT, "text/xml", told.premis)
    inner = File(f"{_REP}/METS.xml", "text/xml", _representation(head, case, placed))
    whole = File("METS.xml", "text/xml", _whole(head, case, (erms, premis), inner))
    return [whole, erms, premis, inner, *(one.file for one in placed)]


def linked(href: str) -> dict[str, str]:
    """Attributes of a reference to a file by its relative path."""
    return {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": href}


def facts(file: File, case: CaseFile) -> dict[str, str]:
    """Attributes that say what a file is."""
    return {
        "MIMETYPE": file.mime,
        "SIZE": str(len(file.content)),
        "CREATED": moment(case.packed_at),
        "CHECKSUM": file.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def agent(
    parent: etree._Element, name: str, note: dict[str, str] | None, text: str, **kind: str
) -> None:
    """An agent with its name and, when ``text`` is something, one note."""
    one = add(parent, "agent", attributes=kind)
    add(one, "name", name)
    if text:
        add(one, "note", text, note)


def _whole(head: Head, case: CaseFile, told: tuple[File, File], inner: File) -> bytes:
    erms, premis = told
    root = _root(head.name, case)
    _header(root, head, case, is_whole=True)
    described = add(root, "dmdSec", attributes={"ID": "dmd-1", "CREATED": moment(case.packed_at)})
    kind = {"MDTYPE": "OTHER", "OTHERMDTYPE": "ERMS"}
    add(described, "mdRef", attributes=linked(erms.path) | kind | facts(erms, case))
    _provenance(root, premis, case)
    section = add(root, "fileSec", attributes={"ID": "fs-1"})
    _group(section, "fg-rep1", "Representations/rep1", [(inner.path, inner)], case)
    outer = _map(root, head.name)
    about = {"DMDID": "dmd-1", "ADMID": "prov-1"}
    add(outer, "div", attributes={"ID": "d-1", "LABEL": "Metadata"} | about)
    rep = add(outer, "div", attributes={"ID": "d-2", "LABEL": "Representations/rep1"})
    title = {f"{{{XLINK}}}title": "fg-rep1"}
    add(rep, "mptr", attributes=linked(inner.path) | title)
    return document(root)


def _provenance(root: etree._Element, premis: File, case: CaseFile) -> None:
    at = {"ID": "prov-1", "CREATED": moment(case.packed_at)}
    section = add(add(root, "amdSec"), "digiprovMD", attributes=at)
    kind = {"MDTYPE": "PREMIS", "MDTYPEVERSION": "3.0"}
    add(section, "mdRef", attributes=linked(premis.path) | kind | facts(premis, case))


def _representation(head: Head, case: CaseFile, placed: Sequence[Placed]) -> bytes:
    root = _root("rep1", case)
    _header(root, head, case, is_whole=False)
    section = add(root, "fileSec", attributes={"ID": "fs-1"})
    inside = [(one.file.path.removeprefix(f"{_REP}/"), one.file) for one in placed]
    _group(section, "fg-data", "Data", inside, case)
    data = add(_map(root, "rep1"), "div", attributes={"ID": "d-1", "LABEL": "Data"})
    add(data, "fptr", attributes={"FILEID": "fg-data"})
    return document(root)


def _root(name: str, case: CaseFile) -> etree._Element:
    root = etree.Element(f"{{{METS}}}mets", nsmap=_SPACES)
    for key, value in (
        ("OBJID", name),
        ("LABEL", f"Ärende {case.reference}"),
        ("TYPE", "OTHER"),
        (f"{{{CSIP}}}OTHERTYPE", "Ärenden"),
        (f"{{{CSIP}}}CONTENTINFORMATIONTYPE", CONTENT),
        ("PROFILE", PROFILE),
    ):
        root.set(key, value)
    return root


def _header(root: etree._Element, head: Head, case: CaseFile, *, is_whole: bool) -> None:
    made = {"CREATEDATE": moment(case.packed_at), "RECORDSTATUS": head.status}
    header = add(root, "metsHdr", attributes=made | {f"{{{CSIP}}}OAISPACKAGETYPE": "SIP"})
    note = f"{{{CSIP}}}NOTETYPE"
    version, number = {note: "SOFTWARE VERSION"}, {note: "IDENTIFICATIONCODE"}
    software = {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}
    agent(header, case.system, version, case.system_version, **software)
    if not is_whole:
        return
    code = case.organisation_number
    agent(header, head.creator, number, code, ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    agent(header, case.municipality, number, code, ROLE="CREATOR", TYPE="ORGANIZATION")
    if head.archive:
        agent(header, head.archive, None, "", ROLE="PRESERVATION", TYPE="ORGANIZATION")
    if head.agreement:
        add(header, "altRecordID", head.agreement, {"TYPE": "SUBMISSIONAGREEMENT"})


def _group(
    section: etree._Element, key: str, use: str, inside: list[tuple[str, File]], case: CaseFile
) -> None:
    kind = {f"{{{CSIP}}}CONTENTINFORMATIONTYPE": CONTENT} if use != "Data" else {}
    group = add(section, "fileGrp", attributes={"ID": key, "USE": use} | kind)
    for number, (href, file) in enumerate(inside, start=1):
        one = add(group, "file", attributes={"ID": f"{key}-{number}"} | facts(file, case))
        add(one, "FLocat", attributes=linked(href))


def _map(root: etree._Element, label: str) -> etree._Element:
    kind = {"ID": "sm-1", "TYPE": "PHYSICAL", "LABEL": "CSIP"}
    return add(
        add(root, "structMap", attributes=kind), "div", attributes={"ID": "d-0", "LABEL": label}
    )
