"""Names of the standards, and what of their algorithms is taken."""

SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
XENC11 = "http://www.w3.org/2009/xmlenc11#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DSIG}enveloped-signature"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
RSA_SHA256 = f"{_MORE}rsa-sha256"
POST_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
NAME_ID = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
STATUS = "urn:oasis:names:tc:SAML:2.0:status:"
SUCCESS = f"{STATUS}Success"
CANCEL = "http://id.elegnamnden.se/status/1.0/cancel"

# Never a shared secret (HMAC) and never SHA-1.
SIGNATURES = frozenset(
    f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)
)
DIGESTS = {f"{XENC}sha256": "sha256", f"{_MORE}sha384": "sha384", f"{XENC}sha512": "sha512"}
GCM = frozenset(f"{XENC11}aes{bits}-gcm" for bits in (128, 256))
CBC = frozenset(f"{XENC}aes{bits}-cbc" for bits in (128, 256))
OAEP = f"{XENC}rsa-oaep-mgf1p"
OAEP11 = f"{XENC11}rsa-oaep"
# Within OAEP nothing hangs on the digest being free of collisions: the profile's default is SHA-1.
OAEP_DIGESTS = {f"{DSIG}sha1": "sha1", f"{XENC}sha256": "sha256"}
MASKS = {f"{XENC11}mgf1sha1": "sha1", f"{XENC11}mgf1sha256": "sha256"}

# Attributes of Sweden Connect.
NUMBER = "urn:oid:1.2.752.29.4.13"
PRID = "urn:oid:1.2.752.201.3.4"
BORN = "urn:oid:1.3.6.1.5.5.7.9.1"
PERSISTENCE = "urn:oid:1.2.752.201.3.5"
AFFILIATION = "urn:oid:1.2.752.201.3.1"
ORGANISATION = "urn:oid:2.5.4.97"
TRANSACTION = "urn:oid:1.2.752.201.3.2"
GIVEN_NAME = "urn:oid:2.5.4.42"
SURNAME = "urn:oid:2.5.4.4"
DISPLAY_NAME = "urn:oid:2.16.840.1.113730.3.1.241"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"

_LOA = "http://id.elegnamnden.se/loa/1.0"
# What is taken when nothing is set: the level that most Swedish e-IDs are approved for. What is
# not in the table is refused: a provider that is approved for more has to be named as such.
LEVELS = {f"{_LOA}/loa3": 3}


def tag(space: str, name: str) -> str:
    """The name of an element as lxml writes it."""
    return f"{{{space}}}{name}"
