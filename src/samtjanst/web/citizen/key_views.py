"""The municipality's public keys, as a register of powers of attorney reads them."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from samtjanst.capabilities.registers.mandates import key_set
from samtjanst.web.ui.access import public


@public
@require_safe
@cache_control(max_age=3600, public=True)
def mandate_keys(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - as every view
    """The key set (RFC 7517)."""
    answer = JsonResponse(dict(key_set()))
    answer["Content-Type"] = "application/jwk-set+json"
    return answer
