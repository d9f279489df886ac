"""References between rows of one municipality."""

from typing import Any

from django.db import models


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A reference to a row of the same municipality.

    The database holds it as (municipality, key), so that it cannot point at another
    municipality's row; Django's own constraint is left out. No reverse accessor.
    """

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        own: dict[str, Any] = {"related_name": "+", "db_constraint": False}
        super().__init__(to, on_delete, **(own | options))
