"""Makes deliveries that wait for a worker: ``python -m bench.parcels NAME COUNT SYSTEM``.

Runs in an installation's own environment (see bench.deliveries), one delivery per case, through
the product's own queue, to the connected system of the name.
"""

import json
import sys
import uuid

import django

django.setup()

from django.db import transaction  # noqa: E402 - Django first

from samtjanst.foundation.jobs.services import enqueue, one_batch  # noqa: E402
from samtjanst.foundation.keys.services import encrypt  # noqa: E402
from samtjanst.foundation.tenancy.queries import all_municipalities  # noqa: E402
from samtjanst.foundation.tenancy.services import open_scope  # noqa: E402
from samtjanst.kernel import clock  # noqa: E402
from samtjanst.running.cases.models import Case  # noqa: E402
from samtjanst.running.handoff.models import Delivery, Route  # noqa: E402
from samtjanst.running.handoff.services import DELIVER_JOB  # noqa: E402
from samtjanst.running.handoff.types import DeliveryState, Step  # noqa: E402

BATCH = 1000
FIELDS = {
    "ELEV_PNR": "201801012392",
    "SKJUTS_KOD": "J",
    "ORSAK_KOD": "10",
    "GALLER_FROM": "20270111",
    "SKOLA": "Egebyskolan",
    "VH1_PNR": "198501012382",
    "ARENDE_NR": "SKJ-2026-000001-K",
}


def main(name: str, count: int, system: str) -> None:
    """Make them."""
    where = next(one for one in all_municipalities() if one.slug == "mjolby")
    with open_scope(where):
        with transaction.atomic():
            route = Route.objects.create(
                e_service="markupplatelse",
                name=name,
                system=system,
                step=Step.INTERFACE_WITH_RECEIPT.value,
                outcomes=["granted"],
                mapping={"fields": []},
                is_active=False,
            )
        keys = list(Case.objects.order_by("id").values_list("id", flat=True)[:count])
        for first in range(0, len(keys), BATCH):
            with transaction.atomic(), one_batch():
                for key in keys[first : first + BATCH]:
                    _delivery(route, key)


def _delivery(route: Route, case_id: uuid.UUID) -> None:
    row = Delivery(route=route, case_id=case_id, step=route.step, created_at=clock.now())
    row.state = DeliveryState.QUEUED.value
    row.content = encrypt(f"delivery:{row.id}", json.dumps(FIELDS).encode())
    row.save(force_insert=True)
    enqueue(
        DELIVER_JOB,
        key=f"{row.id}:0",
        payload={"delivery": str(row.id)},
        subject=("case", str(case_id)),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
