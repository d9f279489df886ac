"""Connects a system that may read cases: ``python -m bench.connected``; prints its credentials.

Runs in the installation's own environment. It reads the unit of the measured handler.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from samtjanst.foundation.people import clients  # noqa: E402 - Django first
from samtjanst.foundation.people.clients import NewClient  # noqa: E402
from samtjanst.foundation.people.types import Scope  # noqa: E402
from samtjanst.foundation.tenancy.models import Unit  # noqa: E402
from samtjanst.foundation.tenancy.queries import all_municipalities  # noqa: E402
from samtjanst.foundation.tenancy.services import open_scope  # noqa: E402
from samtjanst.kernel import clock  # noqa: E402

PER_MINUTE = 1_000_000  # the limit on calls is not what is measured


def main(municipality: str = "mjolby") -> None:
    """Connect it in one municipality."""
    where = next(one for one in all_municipalities() if one.slug == municipality)
    with open_scope(where):
        unit = Unit.objects.order_by("name").first()  # the measured handler's
        if unit is None:
            raise SystemExit("the municipality has no unit")
        made = clients.put_client(
            new=NewClient(
                name="Mätning",
                scopes=(Scope.CASES,),
                unit=unit,
                expires_at=clock.now() + timedelta(days=1),
                per_minute=PER_MINUTE,
            )
        )[1]
    sys.stdout.write(json.dumps({"client_id": made.client_id, "client_secret": made.secret}))


if __name__ == "__main__":
    main()
