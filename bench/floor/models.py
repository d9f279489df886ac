"""The floor's only table, made by the bench itself."""

from django.db import models


class Row(models.Model):
    """What was posted."""

    id = models.BigAutoField(primary_key=True)
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "bench_floor_row"

    def __str__(self) -> str:
        return str(self.id)
