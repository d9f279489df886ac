"""Puts a bench's forms into the installation: ``python -m bench.publish NAME…``.

Runs in the installation's own environment, through the product's own verb.
"""

import sys

import django

django.setup()

from bench import forms, wide  # noqa: E402 - Django first
from samtjanst.building.definitions.services import publish  # noqa: E402
from samtjanst.foundation.people.types import system_actor  # noqa: E402
from samtjanst.foundation.tenancy.models import Unit  # noqa: E402
from samtjanst.foundation.tenancy.queries import all_municipalities  # noqa: E402
from samtjanst.foundation.tenancy.services import open_scope  # noqa: E402

MADE = {"jamforelse": forms.comparison, "bred": wide.page}


def main(names: list[str], municipality: str = "mjolby") -> None:
    """Publish the named forms in one municipality."""
    where = next(one for one in all_municipalities() if one.slug == municipality)
    with open_scope(where):
        unit = Unit.objects.order_by("name").first()
        if unit is None:
            raise SystemExit("the municipality has no unit")
        for name in names:
            by = system_actor(where.id)
            publish(slug=name, document=MADE[name](), parameters={}, unit=unit, by=by)


if __name__ == "__main__":
    main(sys.argv[1:])
