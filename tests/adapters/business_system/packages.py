"""A case to pack, and what must hold of every package, read with nothing of ours."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime

from lxml import etree

from samtjanst.ports.case_file import CaseFile, Decision, Item, Person, Record

METS = "{http://www.loc.gov/METS/}"
ERMS = "{https://DILCIS.eu/XML/ERMS}"
HREF = "{http://www.w3.org/1999/xlink}href"
PREMIS = "{http://www.loc.gov/premis/v3}"
OURS = {"METS.xml", "sip.xml", "erms.xml", "premis.xml"}
AT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
# The schema's sequences, as far as we write them (E-ARK CITS ERMS 3.0.1).
ORDER = {
    "erms": "control aggregations",
    "control": "identification maintenanceInformation",
    "maintenanceInformation": "maintenanceStatus maintenanceAgency maintenanceHistory",
    "maintenanceAgency": "agencyCode agencyName",
    "maintenanceEvent": "eventType eventDateTime agent",
    "aggregation": (
        "objectId extraId classification title status additionalInformation restriction disposal"
        " agents dates action record"
    ),
    "record": (
        "objectId title runningNumber direction agents dates eSignatures additionalInformation"
    ),
    "disposal": "disposalAction disposalMandate dates",
    "action": "actionText actionDue actionMotivation actionType dates agents",
    "agent": "name organisation idNumber role protectedIdentity",
    "additionalInformation": "appendix ownElement",
}
CASE = CaseFile(
    id="3f0c1f0e-2f8e-4d2b-9a07-0f3b6a0f3f11",
    reference="SKJ-2026-000001-K",
    title="Ansökan om skolskjuts",
    e_service="skolskjuts",
    municipality="Mjölby kommun",
    organisation_number="2120000480",
    system="Samtjänst",
    system_version="0.1.0",
    arrived_at=AT,
    packed_at=AT,
    people=(
        Person("applicant", "Ida Nyström", "198501012382"),
        Person("handler", "Omar Haddad"),
    ),
    decision=Decision("Beviljas", "Vägen är\x00 lång.", ("SkolL 10:32",), "Omar Haddad", AT),
    records=(
        Record(
            id="b8a0a7f6-6d2b-45a4-9a2e-3ab1c1d2e001",
            kind="application",
            title="Ansökan om skolskjuts",
            direction="incoming",
            at=AT,
            items=(
                Item("inlamnad-handling.json", "application/json", b"{}"),
                Item("Intyg Ida Nyström.pdf", "application/pdf", b"%PDF-1.7"),
            ),
            sender="Ida Nyström",
            verified_at=(AT,),
            sealed_at=AT,
            sha256="ab" * 32,
        ),
    ),
)


def opened(package: bytes) -> dict[str, bytes]:
    """The files of a package by path from its single root folder."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = archive.namelist()
        assert len({name.partition("/")[0] for name in names}) == 1
        assert len(set(names)) == len(names)
        return {name.partition("/")[2]: archive.read(name) for name in names}


def check(package: bytes) -> dict[str, bytes]:
    """Fail unless every file is listed once and is what it is said to be. The files, by path."""
    files = opened(package)
    first = "METS.xml" if "METS.xml" in files else "sip.xml"
    listed = [first]
    for path in [name for name in files if name.endswith(("METS.xml", "sip.xml"))]:
        listed += _checked(files, path)
    assert sorted(listed) == sorted(files)
    told = next(content for path, content in files.items() if path.endswith("erms.xml"))
    _in_order(etree.fromstring(told))
    _preserved(files)
    ours = {path for path in files if path.rpartition("/")[2] in OURS}
    assert {one.get("path") for one in etree.fromstring(told).iter(f"{ERMS}appendix")} == (
        files.keys() - ours
    )
    return files


def _preserved(files: dict[str, bytes]) -> None:
    """PREMIS names each file of the case once as it is, and links to what it tells alone."""
    root = etree.fromstring(next(files[path] for path in files if path.endswith("premis.xml")))
    kinds = [one.tag.removeprefix(PREMIS) for one in root]
    assert kinds == sorted(kinds, key=["object", "event", "agent"].index)
    key = f".//{PREMIS}objectIdentifierValue"
    objects = {one.findtext(key): one for one in root.iterfind(f"{PREMIS}object")}
    assert objects.keys() == {path for path in files if path.rpartition("/")[2] not in OURS}
    for path, one in objects.items():
        facts = [one.findtext(f".//{PREMIS}{name}") for name in ("messageDigest", "size")]
        content = files[str(path)]
        assert facts == [hashlib.sha256(content).hexdigest(), str(len(content))]
    for name in ("Event", "Object", "Agent"):
        small = name.lower()
        known = {one.text for one in root.iter(f"{PREMIS}{small}IdentifierValue")}
        assert {one.text for one in root.iter(f"{PREMIS}linking{name}IdentifierValue")} <= known


def _checked(files: dict[str, bytes], path: str) -> list[str]:
    root = etree.fromstring(files[path])
    keys = [one.get("ID") for one in root.iter() if one.get("ID")]
    assert len(set(keys)) == len(keys)
    for name in ("FILEID", "DMDID", "ADMID"):
        assert {one.get(name) for one in root.iter() if one.get(name)} <= set(keys)
    roles = {(one.get("ROLE"), one.get("TYPE")) for one in root.iter(f"{METS}agent")}
    if path in {"METS.xml", "sip.xml"}:
        assert {("ARCHIVIST", "ORGANIZATION"), ("CREATOR", "ORGANIZATION")} <= roles
    return [
        _same(files, path, one) for one in root.iter() if one.tag in {f"{METS}file", f"{METS}mdRef"}
    ]


def _same(files: dict[str, bytes], path: str, one: etree._Element) -> str:
    place = one if one.get(HREF) else one[0]
    href = (place.get(HREF) or "").removeprefix("file:///")
    target = path.rpartition("/")[0] + "/" + href if "/" in path else href
    assert one.get("SIZE") == str(len(files[target]))
    assert one.get("CHECKSUM") == hashlib.sha256(files[target]).hexdigest()
    assert one.get("CHECKSUMTYPE") == "SHA-256"
    assert one.get("MIMETYPE")
    return target


def _in_order(element: etree._Element) -> None:
    name = element.tag.removeprefix(ERMS)
    if name in ORDER:
        known = ORDER[name].split()
        places = [known.index(child.tag.removeprefix(ERMS)) for child in element]
        assert places == sorted(places)
    for child in element:
        _in_order(child)
