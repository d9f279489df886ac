"""What we publish about ourselves: signed, with the categories that the federation has for us."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from samtjanst.adapters.saml import signature
from samtjanst.adapters.saml.provider import SamlLogin
from samtjanst.adapters.saml.settings import read
from samtjanst.adapters.saml.xml import parse
from samtjanst.ports.failures import NotConfigured, Rejected
from samtjanst.simulators.saml import directory, server

BACK = "https://mjolby.example/logga-in/hos/eid/klar/"
MD = "urn:oasis:names:tc:SAML:2.0:metadata"
LOA3 = "http://id.elegnamnden.se/ec/1.0/loa3-pnr"
COORDINATION = "http://id.swedenconnect.se/general-ec/1.0/accepts-coordination-number"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder: Path = tmp_path_factory.mktemp("saml")
    directory.Directory(folder)
    return server.settings(folder, "127.0.0.1", 1)


def _described(settings: Mapping[str, Any], **more: str) -> bytes:
    # Without the declaration of its encoding, which our reader of messages takes from nobody.
    told = SamlLogin({**settings, **more}).describe(BACK)
    return told.partition("?>")[2].strip().encode()


def test_signed_by_our_key_and_read_by_what_was_signed(settings: Mapping[str, Any]) -> None:
    content = _described(settings, entity_categories=f"{LOA3}  {COORDINATION}")
    found = signature.verified(parse(content), [read(settings).own[0].certificate])
    assert found.get("entityID") == settings["entity_id"]
    values = [one.text for one in found.iter("{*}AttributeValue")]
    assert values == [LOA3, COORDINATION]
    [attribute] = found.iter("{*}Attribute")
    assert attribute.get("Name") == "http://macedir.org/entity-category"
    [back] = found.iter(f"{{{MD}}}AssertionConsumerService")
    assert back.get("Location") == BACK


def test_parts_stand_in_the_order_of_the_schema(settings: Mapping[str, Any]) -> None:
    root = etree.fromstring(_described(settings, entity_categories=LOA3))
    names = [etree.QName(one).localname for one in root]
    assert names == ["Signature", "Extensions", "SPSSODescriptor"]
    plain = etree.fromstring(_described(settings))
    assert [etree.QName(one).localname for one in plain] == ["Signature", "SPSSODescriptor"]


@pytest.mark.parametrize(
    ("old", "new"), [(BACK, "https://ond.example/"), (LOA3, f"{LOA3}x"), ("SPSSO", "IDPSSO")]
)
def test_what_is_changed_on_the_way_is_seen(
    settings: Mapping[str, Any], old: str, new: str
) -> None:
    content = _described(settings, entity_categories=LOA3)
    changed = content.replace(old.encode(), new.encode())
    assert changed != content
    with pytest.raises(Rejected):
        signature.verified(parse(changed), [read(settings).own[0].certificate])


def test_each_time_anew_and_another_key_is_not_ours(settings: Mapping[str, Any]) -> None:
    ours = [read(settings).own[0].certificate]
    first, second = (parse(_described(settings)) for _ in range(2))
    assert first.get("ID") != second.get("ID")
    with pytest.raises(Rejected):
        signature.verified(first, read(settings).idp_certificates)
    assert signature.verified(second, ours) is not None


@pytest.mark.parametrize("wrong", ["loa3", "urn:x", "https://", f"{LOA3} loa3"])
def test_category_that_is_no_address_is_not_configured(
    settings: Mapping[str, Any], wrong: str
) -> None:
    with pytest.raises(NotConfigured):
        SamlLogin({**settings, "entity_categories": wrong})
