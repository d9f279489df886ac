"""Packages for an e-archive: whole, the same every time, and without names on the outside."""

import dataclasses
from pathlib import Path

import pytest
from lxml import etree
from tests.adapters.business_system.packages import CASE, ERMS, METS, PREMIS, check

from samtjanst.adapters.earchive import EArchive
from samtjanst.ports.business_system import Package
from samtjanst.ports.failures import Rejected, Temporary
from samtjanst.simulators.sftp import server as sftp_server

KEY = "7d9d1a570b7a4c5f9a0a1b2f0c9a1e77"
FIELDS = {
    "klass": "3.7.2",
    "klassnamn": "Skolskjuts",
    "sekretess": "OSL 23:2",
    "gallring": "Gallras efter 5 år",
    "gallringsbeslut": "Dokumenthanteringsplan 2024",
    "SKOLA": "Egebyskolan",
}
PACKAGE = Package(KEY, CASE.reference, FIELDS, lambda: CASE)


def _terms(folder: Path, profile: str = "eark") -> dict[str, str]:
    return {
        "path": str(folder),
        "profile": profile,
        "archive_creator": "Utbildningsnämnden",
        "archive": "Kommunarkivet",
        "agreement": "KA 2026/12",
    }


@pytest.mark.parametrize("profile", ["eark", "fgs12"])
def test_package_lists_every_file_as_it_is_and_tells_the_case(tmp_path: Path, profile: str) -> None:
    assert EArchive(_terms(tmp_path, profile)).deliver(PACKAGE) is None
    files = check((tmp_path / f"{KEY}.zip").read_bytes())
    first = etree.fromstring(files["METS.xml" if profile == "eark" else "sip.xml"])
    names = [one.text for one in first.iter(f"{METS}name")]
    assert {"Samtjänst", "Utbildningsnämnden", "Mjölby kommun"} <= set(names)
    assert first.findtext(f".//{METS}altRecordID") == "KA 2026/12"
    told = next(content for path, content in files.items() if path.endswith("erms.xml"))
    case = etree.fromstring(told).find(f".//{ERMS}aggregation")
    assert case is not None
    assert case.findtext(f"{ERMS}classification") == "Skolskjuts"
    assert case.findtext(f"{ERMS}restriction/{ERMS}regulation") == "OSL 23:2"
    assert case.findtext(f"{ERMS}action/{ERMS}actionMotivation") == "Vägen är lång."
    assert case.findtext(f".//{ERMS}ownElement/{ERMS}value") == "Egebyskolan"
    kept = etree.fromstring(next(files[path] for path in files if path.endswith("premis.xml")))
    assert [one.text for one in kept.iter(f"{PREMIS}eventType")] == [
        "ingestion", "message digest calculation", "digital signature validation", "decision",
        "message digest calculation", "information package creation",
    ]  # fmt: skip
    assert [one.get("name") for one in case.iter(f"{ERMS}appendix")][1] == "Intyg Ida Nyström.pdf"


def test_same_case_is_the_same_bytes_and_no_file_name_tells_who(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        EArchive(_terms(tmp_path / name)).deliver(PACKAGE)
        made.append((tmp_path / name / f"{KEY}.zip").read_bytes())
    assert made[0] == made[1]
    assert all("Nyst" not in path and "1985" not in path for path in check(made[0]))


def test_whole_package_is_never_written_again_and_half_of_one_is(tmp_path: Path) -> None:
    archive = EArchive(_terms(tmp_path))
    archive.deliver(PACKAGE)
    place, whole = tmp_path / f"{KEY}.zip", (tmp_path / f"{KEY}.zip").read_bytes()
    changed = dataclasses.replace(PACKAGE, case=lambda: dataclasses.replace(CASE, title="Annat"))
    archive.deliver(changed)
    assert place.read_bytes() == whole
    (tmp_path / f"{KEY}.sha256").unlink()  # as when the first attempt was cut off
    place.write_bytes(whole[:50])
    archive.deliver(PACKAGE)
    assert place.read_bytes() == whole
    (tmp_path / f"{KEY}.receipt").write_text("KA-77\n")
    taken = [archive.deliver(PACKAGE), archive.receipt(KEY)]
    assert [one.number if one else "" for one in taken] == ["KA-77", "KA-77"]


def test_lock_waits_and_fields_without_a_case_are_refused(tmp_path: Path) -> None:
    archive = EArchive(_terms(tmp_path))
    with pytest.raises(Rejected):
        archive.deliver(Package(KEY, CASE.reference, FIELDS))
    (tmp_path / f"{KEY}.lock").touch()
    with pytest.raises(Temporary):
        archive.deliver(PACKAGE)


@pytest.mark.enable_socket
def test_package_goes_over_sftp(tmp_path: Path) -> None:
    running = sftp_server.start(tmp_path)
    try:
        archive = EArchive(running.settings)
        assert archive.deliver(PACKAGE) is None
        assert archive.deliver(PACKAGE) is None
    finally:
        running.stop()
    found = list(tmp_path.rglob(f"{KEY}.zip"))
    check(found[0].read_bytes())
