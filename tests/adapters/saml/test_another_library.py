"""Answers that another library has signed (signxml, which shares no code with libxmlsec)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, SignatureConstructionMethod
from signxml.signer import XMLSigner

from samtjanst.adapters.saml import encryption, response, settings, signature, xml
from samtjanst.adapters.saml.names import DSIG
from samtjanst.kernel import clock
from samtjanst.ports.failures import Rejected
from samtjanst.simulators import authority
from samtjanst.simulators.authority import Identity
from samtjanst.simulators.saml import messages, sealing
from samtjanst.simulators.saml.messages import Facts

BACK, ISSUER, US = "https://a.example/klar/", "https://idp.example", "https://us.example"
CONTEXT = "http://id.elegnamnden.se/loa/1.0/loa3"
OURS = authority.make_root(authority.name_of(common_name="us"), use_rsa=True)
KEYS = {
    "rsa-sha256": authority.make_root(authority.name_of(common_name="rsa"), use_rsa=True),
    "rsa-sha512": authority.make_root(authority.name_of(common_name="rsa"), use_rsa=True),
    "ecdsa-sha256": authority.make_root(authority.name_of(common_name="ec")),
}


def _settings(idp: Identity, **changes: Any) -> settings.Settings:
    return settings.read(
        {
            "entity_id": US,
            "key": OURS.key_pem.decode(),
            "certificate": OURS.certificate_pem.decode(),
            "idp_entity_id": ISSUER,
            "idp_sso_url": f"{ISSUER}/sso",
            "idp_certificates": idp.certificate_pem.decode(),
        }
        | changes
    )


def _answer(
    method: str, *, pretty: bool = False, prefixes: list[str] | None = None
) -> etree._Element:
    told = {"urn:oid:1.2.752.29.4.13": ["197001012397"]}
    facts = Facts(ISSUER, BACK, "_asked", US, CONTEXT, "x", told)
    root = etree.fromstring(messages.response(facts))
    inner = etree.fromstring(messages.assertion(facts))
    root.append(sealing.encrypt(inner, OURS.certificate_pem))
    # As a library reads it anew, here with line breaks between the parts.
    root = etree.fromstring(etree.tostring(root, pretty_print=pretty))
    signer = XMLSigner(
        SignatureConstructionMethod.enveloped,
        method,
        method.rpartition("-")[2],
        CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    who = KEYS[method]
    return signer.sign(
        root,
        key=who.key_pem,
        cert=who.certificate_pem.decode(),
        reference_uri=str(root.get("ID")),
        inclusive_ns_prefixes=prefixes,
        id_attribute="ID",
    )


def _read(content: bytes, made: settings.Settings) -> response.Assertion:
    at = clock.now() - timedelta(seconds=5)
    asked = response.Asked("_asked", BACK, frozenset({CONTEXT}), at)
    return response.assertion_in(content, asked=asked, settings=made)


@pytest.mark.parametrize("method", KEYS)
@pytest.mark.parametrize("pretty", [True, False])
def test_what_another_library_has_signed_holds(method: str, *, pretty: bool) -> None:
    prefixes = ["saml2p", "xs"] if pretty else None  # as OpenSAML names them
    content = etree.tostring(_answer(method, pretty=pretty, prefixes=prefixes))
    assert (b'PrefixList="saml2p xs"' in content) is pretty
    assert _read(content, _settings(KEYS[method])).context == CONTEXT
    for other, who in KEYS.items():
        if other != method:
            with pytest.raises(Rejected, match="signature"):
                _read(content, _settings(who))


def _first(root: etree._Element, name: str) -> etree._Element:
    return next(root.iter(f"{{{DSIG}}}{name}"))


def _also(root: etree._Element, name: str) -> None:
    one = _first(root, name)
    parent = one.getparent()
    if parent is not None:
        parent.append(etree.fromstring(etree.tostring(one)))


def _set(name: str, attribute: str, value: str) -> Callable[[etree._Element], None]:
    return lambda root: _first(root, name).set(attribute, value)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_set("Reference", "URI", ""), "reference"),
        (_set("Reference", "URI", "#other"), "reference"),
        (_set("Reference", "URI", "file:///etc/hostname"), "reference"),
        (lambda root: _also(root, "Reference"), "reference"),
        (lambda root: _also(root, "SignatureValue"), "wrapped"),
        (lambda root: _also(root, "Signature"), "wrapped"),
        (_set("DigestMethod", "Algorithm", f"{DSIG}sha1"), "algorithm"),
        (_set("SignatureMethod", "Algorithm", f"{DSIG}rsa-sha1"), "algorithm"),
        (
            _set(
                "CanonicalizationMethod",
                "Algorithm",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            ),
            "algorithm",
        ),
        (
            _set("Transform", "Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116"),
            "transforms",
        ),
        (_set("Signature", "{http://www.w3.org/XML/1998/namespace}id", "x"), "ids"),
    ],
)
def test_signature_of_another_form_is_refused(
    change: Callable[[etree._Element], None], reason: str
) -> None:
    root = etree.fromstring(etree.tostring(_answer("rsa-sha256")))
    change(root)
    with pytest.raises(Rejected) as refused:
        _read(etree.tostring(root), _settings(KEYS["rsa-sha256"]))
    assert refused.value.code == f"saml:{reason}"


def test_only_what_was_signed_is_read() -> None:
    root = etree.fromstring(etree.tostring(_answer("rsa-sha256")))
    certificates = _settings(KEYS["rsa-sha256"]).idp_certificates
    found = signature.verified(root, certificates)
    assert not list(found.iter(f"{{{DSIG}}}Signature"))
    assert found is not root
    # What the signature says of its key is not asked, whatever it is.
    _first(root, "X509Certificate").text = "evil"
    again = etree.fromstring(etree.tostring(root))
    assert b"evil" not in etree.tostring(signature.verified(again, certificates))


@pytest.mark.parametrize(
    "content", [b"", b"<a>", b"\xff\xfe<\x00a\x00", b"<a/><b/>", b"<a>&x;</a>"]
)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(Rejected):
        xml.parse(content)


def test_what_was_encrypted_is_one_element_and_nothing_beside() -> None:
    holder = etree.fromstring(
        etree.tostring(sealing.encrypt(etree.fromstring("<a><b/></a>"), OURS.certificate_pem))
    )
    keys = [own.key for own in _settings(KEYS["rsa-sha256"]).own]
    assert encryption.decrypted(holder, keys, takes_cbc=False).tag == "a"
    for content in (b"<a>x<!-- -->y</a>", b"<a/><b/>", b"text", b"</around><around>", b"<a/>text"):
        with pytest.raises(Rejected):
            encryption._parsed(content, holder)
