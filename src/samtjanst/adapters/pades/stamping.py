"""A time-stamp on a seal (PAdES B-T): asked for by way of our parent, judged before it is kept."""

from collections.abc import Callable, Sequence

from asn1crypto import cms, tsp, x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

LARGEST = 16 * 1024  # bytes of a time-stamp in a seal

Ask = Callable[[bytes], bytes]


class NoStampError(OSError):
    """There is no time-stamp that holds; the text is the code of why."""


class Stamper(TimeStamper):
    """Takes only what a trusted authority has signed now, over this very seal."""

    def __init__(self, ask: Ask, roots: Sequence[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._ask, self._roots = ask, roots

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """What the authority answers."""
        return tsp.TimeStampResp.load(self._ask(req.dump()), strict=True)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The time-stamp.

        Raises:
            NoStampError: none came, or it does not hold.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            held = len(token.dump()) <= LARGEST and await self._holds(token, message_digest)
        except NoStampError:
            raise
        except Exception as error:  # any - whatever an answer does to the libraries
            # Refused, for another question, or nothing that the library can read.
            raise NoStampError("tsa:refused") from error
        if not held:
            raise NoStampError("tsa:untrusted")
        return token

    async def _holds(self, token: cms.ContentInfo, digest: bytes) -> bool:
        told = await validate_tst_signed_data(
            token["content"], trusting(self._roots), lambda _: digest
        )
        status = TimestampSignatureStatus(**told)
        return status.valid and status.intact and status.trusted


def trusting(roots: Sequence[str]) -> ValidationContext:
    """Trust in time-stamps under the roots (DER in hexadecimal digits), without asking anybody."""
    loaded = [x509.Certificate.load(bytes.fromhex(one)) for one in roots]
    return ValidationContext(trust_roots=loaded, allow_fetching=False)
