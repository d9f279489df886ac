"""The floor's only table, made by the bench itself."""

from typing import ClassVar

from django.db import models


class Row(models.Model):
    """What was posted."""

    id = models.BigAutoField(primary_key=True)
    content = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Row"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "bench_floor_row"

    def __str__(self) -> str:
        return str(self.id)
