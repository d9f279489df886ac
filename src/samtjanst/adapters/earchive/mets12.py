"""The package's ``sip.xml`` by the older FGS Paketstruktur 1.2 (RAFGS1V1.2)."""

from typing import Any

from lxml import etree

from samtjanst.adapters.earchive.files import File, Placed, Told, add, document, moment
from samtjanst.adapters.earchive.mets import METS, XLINK, Head, agent, facts, linked
from samtjanst.ports.case_file import CaseFile

EXT = "ExtensionMETS"
PROFILE = "http://xml.ra.se/e-arkiv/METS/CommonSpecificationSwedenPackageProfile.xml"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_AT = "http://xml.ra.se/e-arkiv/METS/"
_SCHEMAS = f"{METS} {_AT}CSPackageMETS.xsd {EXT} {_AT}CSPackageExtensionMETS.xsd"
_NO_MAP = "No structMap defined in this information package"


def files(head: Head, case: CaseFile, told: Told, placed: tuple[Placed, ...]) -> list[File]:
    """Every file of the package; ``sip.xml`` stands first."""
    erms = File("content/erms.xml", "text/xml", told.erms)
    premis = File("metadata/premis.xml", "text/xml", told.premis)
    titled = [
        (erms, "erms.xml"),
        (premis, "premis.xml"),
        *((one.file, one.title) for one in placed),
    ]
    spaces: Any = {None: METS, "xlink": XLINK, "ext": EXT, "xsi": _XSI}
    root = etree.Element(f"{{{METS}}}mets", nsmap=spaces)
    for key, value in (
        (f"{{{_XSI}}}schemaLocation", _SCHEMAS),
        ("OBJID", f"UUID:{head.name}"),
        ("LABEL", f"Ärende {case.reference}"),
        ("TYPE", "ERMS"),
        (f"{{{EXT}}}CONTENTTYPESPECIFICATION", "FGS Ärendehantering, version 2.0"),
        ("PROFILE", PROFILE),
    ):
        root.set(key, value)
    _header(root, head, case)
    _listed(root, titled, case)
    outer = add(root, "structMap", attributes={"LABEL": _NO_MAP})
    add(outer, "div")
    return [File("sip.xml", "text/xml", document(root)), *(file for file, _title in titled)]


def _header(root: etree._Element, head: Head, case: CaseFile) -> None:
    made = {"CREATEDATE": moment(case.packed_at), "RECORDSTATUS": head.status}
    header = add(root, "metsHdr", attributes=made | {f"{{{EXT}}}OAISTYPE": "SIP"})
    code = case.organisation_number
    agent(header, head.creator, None, code, ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    software = {"ROLE": "ARCHIVIST", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}
    agent(header, case.system, None, case.system_version, **software)
    agent(header, case.municipality, None, code, ROLE="CREATOR", TYPE="ORGANIZATION")
    if head.agreement:
        add(header, "altRecordID", head.agreement, {"TYPE": "SUBMISSIONAGREEMENT"})


def _listed(root: etree._Element, titled: list[tuple[File, str]], case: CaseFile) -> None:
    group = add(add(root, "fileSec"), "fileGrp")
    for number, (file, title) in enumerate(titled, start=1):
        told = {"ID": f"f-{number}", f"{{{EXT}}}ORIGINALFILENAME": title}
        one = add(group, "file", attributes=told | facts(file, case))
        add(one, "FLocat", attributes=linked(f"file:///{file.path}"))
