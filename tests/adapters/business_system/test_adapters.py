"""Every adapter of the port against something real: the pupil register and a folder."""

import json
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from samtjanst.adapters.drop_folder import DropFolder
from samtjanst.adapters.rest_system import RestSystem
from samtjanst.ports.business_system import Package
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.file_contract import FORMATS, written
from samtjanst.simulators import serving
from samtjanst.simulators.pupils.server import Running, start

pytestmark = pytest.mark.enable_socket
CONTENT = {
    "ELEV_PNR": "201801012392",
    "SKJUTS_KOD": "J",
    "ORSAK_KOD": "10+30",
    "GALLER_FROM": "20270111",
    "SKOLA": "egebyskolan",
    "VH1_PNR": "198501012382",
    "ARENDE_NR": "SKJ-2026-000001-K",
}
PACKAGE = Package("k1", "SKJ-2026-000001-K", CONTENT)


@pytest.fixture
def pupils(tmp_path: Path) -> Iterator[Running]:
    running = start(tmp_path)
    yield running
    running.stop()


def test_delivery_gives_a_receipt_however_often_it_is_made(pupils: Running) -> None:
    system = RestSystem(pupils.settings)
    receipts = [system.deliver(PACKAGE), system.deliver(PACKAGE), system.receipt("k1")]
    assert {receipt.number if receipt else "" for receipt in receipts} == {"ELV000001"}
    assert len(pupils.register.entries) == 1


def test_answer_that_was_lost_is_found_again(pupils: Running) -> None:
    system = RestSystem(pupils.settings)
    pupils.register.mode = "dies_after"
    with pytest.raises(Temporary):
        system.deliver(PACKAGE)
    pupils.register.mode = "up"
    receipt = system.deliver(PACKAGE)
    assert receipt
    assert (receipt.number, len(pupils.register.entries)) == ("ELV000001", 1)


@pytest.mark.parametrize("mode", ["down", "dies_before", "nonsense"])
def test_fault_that_may_pass_is_temporary(pupils: Running, mode: str) -> None:
    pupils.register.mode = mode
    with pytest.raises(Temporary):
        RestSystem(pupils.settings).deliver(PACKAGE)


class _Dripping(BaseHTTPRequestHandler):
    """Answers in time at every single read, and never comes to an end."""

    def do_PUT(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "60")
        self.end_headers()
        for _each in range(60):
            self.wfile.write(b" ")
            time.sleep(0.02)

    def log_message(self, *_args: object) -> None:
        """Be quiet."""


def test_receiver_that_drips_is_not_waited_for() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Dripping)
    serving.in_background(server)
    url = f"http://127.0.0.1:{server.server_port}/"
    with pytest.raises(Temporary, match="rest:timeout"):
        RestSystem({"url": url, "timeout": 0.3}).deliver(PACKAGE)
    server.shutdown()


def test_slow_receiver_is_temporary(pupils: Running) -> None:
    pupils.register.mode = "slow"
    with pytest.raises(Temporary):
        RestSystem({**pupils.settings, "timeout": 0.2}).deliver(PACKAGE)


def test_refusal_is_for_good_and_does_not_quote_the_person(pupils: Running) -> None:
    wrong = Package("k2", "SKJ-2026-000001-K", {**CONTENT, "GALLER_FROM": "11 januari"})
    with pytest.raises(Rejected) as told:
        RestSystem(pupils.settings).deliver(wrong)
    assert told.value.code == "status:422"


@pytest.mark.parametrize(
    "change", [{"token": "another"}, {"url": ""}, {"url": "file:///etc/passwd"}]
)
def test_wrong_settings_are_told(pupils: Running, change: dict[str, str]) -> None:
    with pytest.raises(NotConfigured):
        RestSystem({**pupils.settings, **change}).deliver(PACKAGE)


def test_unknown_delivery_has_no_receipt(pupils: Running) -> None:
    system = RestSystem(pupils.settings)
    system.check()
    assert system.receipt("nothing") is None


def test_folder_holds_one_whole_file_until_the_taker_has_answered(tmp_path: Path) -> None:
    system = DropFolder({"path": str(tmp_path)})
    assert system.deliver(PACKAGE) is None
    assert system.deliver(PACKAGE) is None
    assert [place.name for place in tmp_path.iterdir()] == ["k1.json"]
    assert json.loads((tmp_path / "k1.json").read_text()) == CONTENT
    (tmp_path / "k1.json").unlink()
    (tmp_path / "k1.receipt").write_text("ELV7\nmer text\n")
    receipt = system.deliver(PACKAGE)
    assert receipt
    assert receipt.number == "ELV7"
    assert not (tmp_path / "k1.json").exists()


def test_folder_leaves_a_file_that_is_being_taken(tmp_path: Path) -> None:
    (tmp_path / "k1.lock").touch()
    with pytest.raises(Temporary):
        DropFolder({"path": str(tmp_path)}).deliver(PACKAGE)


@pytest.mark.parametrize("key", ["../../x", "", ".hidden", "a/b", "å"])
def test_folder_refuses_keys_that_are_no_names(tmp_path: Path, key: str) -> None:
    with pytest.raises(Rejected):
        DropFolder({"path": str(tmp_path)}).deliver(Package(key, "SKJ-2026-000001-K", CONTENT))


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    system = DropFolder({"path": str(tmp_path / "gone")})
    with pytest.raises(NotConfigured):
        system.check()
    with pytest.raises(NotConfigured):
        system.deliver(PACKAGE)
    with pytest.raises(NotConfigured):
        DropFolder({"path": "relative"})


def test_csv_keeps_the_order_and_runs_nothing() -> None:
    text = written({"B": "=1+1", "A": 'å;"x"'}, "csv").decode("utf-8-sig")
    assert text == 'B;A\r\n\'=1+1;"å;""x"""\r\n'


def test_xml_is_well_formed_whatever_the_text() -> None:
    made = ET.fromstring(written({"A": "<&\x00\u202e>", "B": ["1", "2"]}, "xml"))  # noqa: S314
    assert [(one.tag, one.text) for one in made] == [("A", "<&\u202e>"), ("B", "1"), ("B", "2")]
    with pytest.raises(Rejected):
        written({"not a name": "1"}, "xml")


def test_workbook_has_typed_cells_and_runs_nothing(tmp_path: Path) -> None:
    texts = {"PNR": "001", "FRI": "=HYPERLINK(1)", "WEB": "https://x.se", "KOD": "\x00å"}
    fields = {**texts, "TOM": "senare", "ANTAL": 3, "AVGIFT": 1.5, "JA": True, "FROM": "2027-01-11"}
    package = Package("k1", "SKJ-1", fields, days=frozenset({"FROM", "TOM"}))
    DropFolder({"path": str(tmp_path), "format": "xlsx"}).deliver(package)
    cells, strings = _read_workbook(tmp_path / "k1.xlsx")
    assert strings == [*fields, "001", "=HYPERLINK(1)", "https://x.se", "å", "senare"]
    shown = [(cell.get("t", "n"), cell.findtext("{*}v")) for cell in cells[len(fields) + 5 :]]
    assert shown == [("n", "3"), ("n", "1.5"), ("b", "1"), ("n", "46398")]  # days since 1899-12-30
    assert [cell.get("s") is not None for cell in cells[-2:]] == [False, True]
    with pytest.raises(Rejected):
        written({"A": "x" * 32_768}, "xlsx")


def _read_workbook(place: Path) -> tuple[list[Any], list[str]]:
    with zipfile.ZipFile(place) as parts:
        sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        strings = etree.fromstring(parts.read("xl/sharedStrings.xml"))
    assert not [one for name in ("f", "hyperlink") for one in sheet.iter(f"{{*}}{name}")]
    return list(sheet.iter("{*}c")), [one.text or "" for one in strings.iter("{*}t")]


@pytest.mark.parametrize("make", [lambda: {"A": 1}, lambda: {"A": ["x", None]}])
def test_same_fields_are_the_same_bytes(make: Callable[[], dict[str, Any]]) -> None:
    for kind in FORMATS:
        assert written(make(), kind) == written(make(), kind)
