"""What an open e-ID screen asks for every second or two: cheap, and never in anybody's way."""

import uuid
from collections.abc import Callable
from functools import partial

from samtjanst.foundation.people import orders, sessions
from samtjanst.foundation.people.models import EidOrder
from samtjanst.foundation.people.types import OrderPurpose
from samtjanst.foundation.plugins.services import identity_provider, signing_provider
from samtjanst.journey import eid, identify, own_eid, sign, sign_decision_eid
from samtjanst.journey.eid import Browser
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.identity import StartedOrder

_SIGNED: dict[str, Callable[..., StartedOrder]] = {
    OrderPurpose.SIGNATURE: sign.launch_again,
    OrderPurpose.DECISION: sign_decision_eid.launch_again,
}


def poll(*, token: str, order_id: uuid.UUID, browser: Browser) -> eid.OrderView:
    """How it goes; one query as long as nothing happens.

    ``is_over`` says that the page of the order has something to do: that page logs in or
    records the signature, with all that belongs to it.

    Raises:
        NotFoundError: not this browser's.
    """
    order = orders.polled_order(token=token, order_id=order_id)
    step = orders.follow_order(
        order=order,
        provider=_provider(order),
        launch=partial(_launch, order, browser),
        patience=orders.POLL_PATIENCE,
    )
    return eid.view(step.order, is_over=step.finished is not None)


def qr_text(*, token: str, order_id: uuid.UUID) -> str:
    """The text of the code to show this second.

    Raises:
        NotFoundError: not this browser's.
    """
    order = orders.polled_order(token=token, order_id=order_id)
    return orders.qr_text(order=order, provider=_provider(order))


def _provider(order: EidOrder) -> orders.Provider:
    if order.purpose == OrderPurpose.DECISION:
        return sign_decision_eid.provider()
    is_signature = order.purpose == OrderPurpose.SIGNATURE
    return signing_provider() if is_signature else identity_provider()


def _launch(order: EidOrder, browser: Browser, key: uuid.UUID) -> StartedOrder:
    if order.purpose == OrderPurpose.OWN_EID:
        return own_eid.launch(browser, key)
    if order.purpose not in _SIGNED:
        return identify.launch(browser, key)
    actor = sessions.actor_of(order.session)
    if actor is None:
        raise NotFoundError
    return _SIGNED[order.purpose](order=order, browser=browser, by=actor)
