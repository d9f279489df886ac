"""Hostile documents: wrapping, expansion, confusion of algorithms, home-made chains."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from tests.adapters.bankid.support import (
    EXPECTED,
    HIDDEN,
    TEXT,
    evidence_of,
    failed,
    info_of,
    judged,
    part,
    resigned,
    the,
    with_data,
    with_xml,
    xml_of,
)

from samtjanst.simulators import authority
from samtjanst.simulators.bankid import completion, seal, trust
from samtjanst.simulators.bankid.server import RELYING_PARTY, Running
from samtjanst.simulators.personas import ANNA, BO

Change = Callable[[bytes], bytes]
FALSE = base64.b64encode(b"En annan text")
XPATH = (
    b'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
    b"<XPath>not(ancestor-or-self::usrVisibleData)</XPath></Transform>"
)
LAUGHS = (
    b'<!DOCTYPE Signature [<!ENTITY a "' + b"x" * 1000 + b'">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
FILE = b'<!DOCTYPE Signature [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.fixture
def evidence(server: Running) -> dict[str, Any]:
    return evidence_of(server)


def _data(xml: bytes) -> bytes:
    return part(xml, b"<bankIdSignedData", b"</bankIdSignedData>")


def _false(xml: bytes) -> bytes:
    old = part(xml, b"<usrVisibleData", b"</usrVisibleData>")
    start = old[: old.index(b">") + 1]
    return _data(xml).replace(old, start + FALSE + b"</usrVisibleData>")


def _false_first(xml: bytes) -> bytes:
    false = _false(xml).replace(b'Id="bidSignedData"', b'Id="other"')
    return xml.replace(_data(xml), false + b"</Object><Object>" + _data(xml))


def _false_with_the_same_id(xml: bytes) -> bytes:
    return xml.replace(_data(xml), _false(xml) + _data(xml))


def _false_after(xml: bytes) -> bytes:
    return xml.replace(_data(xml), _data(xml) + _false(xml).replace(b' Id="bidSignedData"', b""))


def _real_inside_the_false(xml: bytes) -> bytes:
    false = _false(xml).replace(b' Id="bidSignedData"', b"")
    end = b"</bankIdSignedData>"
    return xml.replace(_data(xml), false.replace(end, _data(xml) + end))


def _real_in_the_key_info(xml: bytes) -> bytes:
    false = _false(xml).replace(b' Id="bidSignedData"', b"")
    return xml.replace(_data(xml), false).replace(b"</KeyInfo>", _data(xml) + b"</KeyInfo>")


def _real_beside_with_xml_id(xml: bytes) -> bytes:
    false = _false(xml).replace(b'Id="bidSignedData"', b'xml:id="bidSignedData"')
    return xml.replace(_data(xml), false + _data(xml))


def _whole_in_another(xml: bytes) -> bytes:
    root = xml[xml.index(b"<Signature") :]
    outer = root.replace(_data(root), _false(root))
    return outer.replace(b"</Object>", root + b"</Object>")


def _second_visible_text(xml: bytes) -> bytes:
    old = part(xml, b"<usrVisibleData", b"</usrVisibleData>")
    return xml.replace(old, part(_false(xml), b"<usrVisibleData", b"</usrVisibleData>") + old)


WRAPPED = [
    _false_first, _false_with_the_same_id, _false_after, _real_inside_the_false,
    _real_in_the_key_info, _real_beside_with_xml_id, _whole_in_another, _second_visible_text,
    lambda xml: b"<x>" + xml[xml.index(b"<Signature") :] + b"</x>",
    lambda xml: xml.replace(b'URI="#bidKeyInfo"', b'URI=""'),
    lambda xml: xml.replace(b'URI="#bidSignedData"', b'URI="#other"'),
    lambda xml: xml.replace(b'URI="#bidSignedData"', b'URI="http://evil.example/"'),
    lambda xml: xml.replace(b"<Object>", b"<Object/><Object>"),
]  # fmt: skip


@pytest.mark.parametrize("change", WRAPPED)
def test_wrapped_document_is_refused(
    server: Running, evidence: dict[str, Any], change: Change
) -> None:
    attacked = change(xml_of(evidence))
    assert attacked != xml_of(evidence)
    report = judged(server, with_xml(evidence, attacked))
    assert {"structure", "signature"} & set(failed(report))


@pytest.mark.parametrize("change", WRAPPED)
def test_wrapped_document_never_passes_for_the_false_text(
    server: Running, evidence: dict[str, Any], change: Change
) -> None:
    wanted = type(EXPECTED)(EXPECTED.signatory, "En annan text", HIDDEN)
    assert not judged(server, with_xml(evidence, change(xml_of(evidence))), wanted).valid


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda xml: LAUGHS + xml[xml.index(b"<Signature") :], "declaration"),
        (lambda xml: xml.replace(b"?>", b"?>" + LAUGHS, 1), "declaration"),
        (lambda xml: FILE + xml[xml.index(b"<Signature") :], "declaration"),
        (lambda xml: xml.replace(b"<Object>", b"<!-- x --><Object>"), "declaration"),
        (lambda xml: xml.replace(b"<Object>", b"<?x y?><Object>"), "declaration"),
        (lambda xml: xml.replace(b"<uauth>pw", b"<uauth><![CDATA[pw]]>"), "declaration"),
        (lambda xml: (LAUGHS + xml).decode().encode("utf-16"), "not well-formed"),
        (lambda xml: (LAUGHS + xml).decode().encode("utf-7"), "declaration"),
        (lambda _xml: b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-x', "not well-formed"),
        (lambda xml: xml[:-10], "not well-formed"),
        (lambda _xml: b"<a>" * 300 + b"</a>" * 300, "not well-formed"),
        (lambda _xml: b"\x00" * 100, "not well-formed"),
        (lambda _xml: b" " * 1_100_000, "too large"),
    ],
)
def test_hostile_document_is_refused_unread(
    server: Running, evidence: dict[str, Any], change: Change, reason: str
) -> None:
    report = judged(server, with_xml(evidence, change(xml_of(evidence))))
    assert failed(report)["document"] == reason


@pytest.mark.parametrize("signature", ["", "%%%", None, 7, "å"])
def test_signature_that_is_no_text_is_refused(
    server: Running, evidence: dict[str, Any], signature: Any
) -> None:
    assert "document" in failed(judged(server, with_data(evidence, signature=signature)))


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"<funcId>Signing", b"<funcId>Signinh"),
        lambda xml: xml.replace(_data(xml), _false(xml)),
        lambda xml: xml.replace(b'visible="wysiwys"', b'visible="wysiwyg"'),
        lambda xml: xml.replace(b"<SignatureValue>", b"<SignatureValue>AAAA"),
    ],
)
def test_changed_document_does_not_verify(
    server: Running, evidence: dict[str, Any], change: Change
) -> None:
    report = judged(server, with_xml(evidence, change(xml_of(evidence))))
    assert failed(report)["signature"] == "does not verify"


def test_other_certificate_in_the_document_does_not_verify(
    server: Running, evidence: dict[str, Any]
) -> None:
    xml = xml_of(evidence)
    mine = _der(server, ANNA)
    theirs = _der(server, BO)
    report = judged(server, with_xml(evidence, xml.replace(mine, theirs)))
    assert {"signature", "signatory"} <= set(failed(report))


def _der(server: Running, number: str) -> bytes:
    user = server.bank.signers.of(the(number), "Signing")
    return base64.b64encode(user.certificate.public_bytes(Encoding.DER))


def _key(server: Running) -> rsa.RSAPrivateKey:
    key = server.bank.signers.of(the(ANNA), "Signing").key
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError
    return key


def _algorithm(new: bytes) -> Change:
    return lambda info: info.replace(seal.RSA_SHA256.encode(), new)


@pytest.mark.parametrize(
    ("change", "digest"),
    [
        (_algorithm(b"http://www.w3.org/2000/09/xmldsig#rsa-sha1"), hashes.SHA1()),  # noqa: S303
        (_algorithm(b"http://www.w3.org/2001/04/xmldsig-more#rsa-md5"), hashes.MD5()),  # noqa: S303
        (lambda info: info.replace(b"xmlenc#sha256", b"xmldsig#sha1"), hashes.SHA256()),
        (
            lambda info: info.replace(seal.C14N.encode(), seal.C14N.encode() + b"#WithComments"),
            hashes.SHA256(),
        ),
        (lambda info: info.replace(b"</Transforms>", XPATH + b"</Transforms>"), hashes.SHA256()),
        (
            lambda info: info.replace(
                b"</Transforms>",
                b'<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature">'
                b"</Transform></Transforms>",
            ),
            hashes.SHA256(),
        ),
    ],
)
def test_algorithm_outside_the_list_is_refused_even_when_rightly_signed(
    server: Running, evidence: dict[str, Any], change: Change, digest: Any
) -> None:
    key = _key(server)
    xml = resigned(
        xml_of(evidence), change, lambda info: key.sign(info, padding.PKCS1v15(), digest)
    )
    report = judged(server, with_xml(evidence, xml))
    assert failed(report)["structure"] == "algorithm not allowed"


@pytest.mark.parametrize("form", [Encoding.PEM, Encoding.DER])
def test_public_key_is_never_used_as_a_shared_secret(
    server: Running, evidence: dict[str, Any], form: Encoding
) -> None:
    certificate = server.bank.signers.of(the(ANNA), "Signing").certificate
    secret = certificate.public_bytes(form)
    hmac_sha256 = b"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
    xml = resigned(
        xml_of(evidence),
        _algorithm(hmac_sha256),
        lambda info: hmac.new(secret, info, hashlib.sha256).digest(),
    )
    assert {"structure", "signature"} <= set(failed(judged(server, with_xml(evidence, xml))))


def test_missing_or_third_reference_is_refused(server: Running, evidence: dict[str, Any]) -> None:
    key, xml = _key(server), xml_of(evidence)
    data = part(info_of(xml), b"<Reference Type", b"</Reference>")
    for change in (lambda info: info.replace(data, b""), lambda info: info.replace(data, data * 2)):
        signed = resigned(
            xml, change, lambda info: key.sign(info, padding.PKCS1v15(), hashes.SHA256())
        )
        report = judged(server, with_xml(evidence, signed))
        assert failed(report)["structure"] == "unexpected references"


def _made(
    server: Running, user: authority.Identity, above: list[authority.Identity], **change: Any
) -> dict[str, Any]:
    """Evidence that somebody with these certificates makes at home, with a fresh answer."""
    sent = {
        "visible": base64.b64encode(TEXT.encode()).decode(),
        "hidden": base64.b64encode(HIDDEN).decode(),
        "function": "Signing",
        "relying_party": RELYING_PARTY,
        "display_name": completion.DISPLAY_NAME,
    }
    signature = seal.sign(user, above, seal.SignRequest(**(sent | change)))
    answer = trust.answer(server.bank.signers, user, signature)
    data = {"user": {"personalNumber": ANNA}, "signature": signature, "ocspResponse": answer}
    return {"collect": {"completionData": data}}


def _home_made(issuer: authority.Identity) -> authority.Identity:
    return authority.issue(
        trust._subject(the(ANNA)),
        issuer,
        authority.key_usage("content_commitment"),
        x509.CertificatePolicies(
            [x509.PolicyInformation(x509.ObjectIdentifier(trust.POLICY), None)]
        ),
        use_rsa=True,
    )


def test_evidence_made_at_home_with_the_right_keys_would_hold(server: Running) -> None:
    signers = server.bank.signers
    user = signers.of(the(ANNA), "Signing")
    assert judged(server, _made(server, user, [signers.customers, signers.bank])).valid


def test_person_cannot_issue_certificates(server: Running) -> None:
    signers = server.bank.signers
    bo = signers.of(the(BO), "Signing")
    report = judged(server, _made(server, _home_made(bo), [bo, signers.customers, signers.bank]))
    assert "chain" in failed(report)


def test_authority_of_the_same_name_is_not_the_authority(server: Running) -> None:
    signers = server.bank.signers
    fake = authority.make_root(signers.root.certificate.subject, use_rsa=True)
    report = judged(server, _made(server, _home_made(fake), []))
    assert failed(report)["chain"] == "not issued by the next"


def test_unknown_authority_is_not_trusted(server: Running) -> None:
    stranger = authority.make_root(authority.name_of(common_name="Stranger"), use_rsa=True)
    report = judged(server, _made(server, _home_made(stranger), [stranger]))
    assert failed(report)["chain"] == "not under a pinned root"


def test_chain_in_the_wrong_order_is_refused(server: Running) -> None:
    signers = server.bank.signers
    user = signers.of(the(ANNA), "Signing")
    report = judged(server, _made(server, user, [signers.bank, signers.customers]))
    assert "chain" in failed(report)


def test_chain_without_end_is_refused(server: Running) -> None:
    signers = server.bank.signers
    user = signers.of(the(ANNA), "Signing")
    report = judged(server, _made(server, user, [signers.customers] * 9))
    assert failed(report)["chain"] == "unexpected number of certificates"


def test_text_shown_in_another_form_is_refused(server: Running) -> None:
    signers = server.bank.signers
    user = signers.of(the(ANNA), "Signing")
    above = [signers.customers, signers.bank]
    report = judged(server, _made(server, user, above, text_format="simpleMarkdownV1"))
    assert failed(report) == {"content": "shown in another form"}


def test_key_for_logging_in_does_not_sign(server: Running) -> None:
    signers = server.bank.signers
    user = signers.of(the(ANNA), "Identification")
    report = judged(server, _made(server, user, [signers.customers, signers.bank]))
    assert failed(report) == {"function": "a key for another use"}


def test_answer_about_another_certificate_is_refused(server: Running) -> None:
    signers = server.bank.signers
    evidence = evidence_of(server)
    text = evidence["collect"]["completionData"]["signature"]
    other = trust.answer(signers, signers.of(the(BO), "Signing"), text)
    report = judged(server, with_data(evidence, ocspResponse=other))
    assert failed(report) == {"ocsp": "about another certificate"}
