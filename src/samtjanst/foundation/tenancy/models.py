"""Municipalities, their host names and units, and the base of everything they own."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from samtjanst.foundation.tenancy import writing
from samtjanst.foundation.tenancy.fields import TenantForeignKey
from samtjanst.foundation.tenancy.types import TenantError, scope_id
from samtjanst.kernel import ids

__all__ = [
    "HostName",
    "Municipality",
    "TenantForeignKey",
    "TenantManager",
    "TenantModel",
    "TenantQuerySet",
    "Unit",
]

_M_co = TypeVar("_M_co", bound="TenantModel", covariant=True)


class Municipality(models.Model):
    """One organisation with its own data, host names, look, staff and keys: the tenant."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=4, help_text="County and municipality code, four digits")
    organisation_number = models.CharField(max_length=10)
    colour = models.CharField(max_length=7, help_text="#rrggbb; the whole theme follows from it")
    emblem = models.CharField(max_length=80, help_text="File name of the emblem")
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=30)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class HostName(models.Model):
    """A host name at which a municipality answers, lower case, without port."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=253, primary_key=True)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name


class TenantQuerySet(models.QuerySet[_M_co]):
    """Refuses writes that would land in, or move rows to, another municipality."""

    def update(self, **values: Any) -> int:
        """As Django's, but the municipality of a row never changes."""
        if {"municipality", "municipality_id"} & values.keys():
            raise TenantError("a row never changes municipality")
        return super().update(**values)

    def bulk_create(self, objs: Iterable[_M_co], *args: Any, **options: Any) -> list[_M_co]:
        """As Django's, with the guard of ``save`` on every row."""
        rows = list(objs)
        for row in rows:
            row.guard_tenant()
        if args or options.keys() - {"ignore_conflicts"} or not 0 < len(rows) <= writing.MOST:
            return super().bulk_create(rows, *args, **options)
        writing.insert(rows, is_known_left=bool(options.get("ignore_conflicts")))
        return rows

    def bulk_update(
        self, objs: Iterable[_M_co], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As Django's, but the municipality of a row never changes."""
        names = list(fields)
        if "municipality" in names:
            raise TenantError("a row never changes municipality")
        rows = list(objs)
        for row in rows:
            row.guard_tenant()
        return super().bulk_update(rows, names, batch_size=batch_size)


class TenantManager(models.Manager[_M_co]):
    """Sees the open scope's rows and nothing else; with no scope open every use raises."""

    def get_queryset(self) -> TenantQuerySet[_M_co]:
        """The rows of the municipality whose scope is open."""
        rows: TenantQuerySet[_M_co] = TenantQuerySet(self.model, using=self._db)
        return rows.filter(municipality_id=scope_id())

    def bulk_create(self, objs: Iterable[_M_co], *args: Any, **options: Any) -> list[_M_co]:
        """As the query set's: new rows are guarded one by one, and nothing is looked for."""
        rows: TenantQuerySet[_M_co] = TenantQuerySet(self.model, using=self._db)
        return rows.bulk_create(objs, *args, **options)


class TenantModel(models.Model):
    """Base of every row that a municipality owns."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", editable=False, db_index=False
    )

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True
        # Forward references use the base manager: it must be scoped as well.
        base_manager_name = "objects"

    _stored_municipality_id: uuid.UUID | None = None

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        """Remember whose row this is, so that it cannot be moved."""
        row = super().from_db(db, field_names, values, **options)
        row._stored_municipality_id = row.__dict__.get("municipality_id")  # noqa: SLF001
        return row

    def save(self, *args: Any, **options: Any) -> None:
        """As Django's, after :meth:`guard_tenant`."""
        self.guard_tenant()
        if not args and options == {"force_insert": True}:
            writing.insert([self])
        elif not args and options.keys() == {"update_fields"} and options["update_fields"]:
            writing.update(self, options["update_fields"])
        else:
            super().save(*args, **options)
        self._stored_municipality_id = self.municipality_id

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """As Django's, after :meth:`guard_tenant`."""
        self.guard_tenant()
        return super().delete(*args, **options)

    def guard_tenant(self) -> None:
        """Fill in the open scope's municipality, and refuse any other.

        Raises:
            TenantError: no scope, another municipality, or a related row of another one.
        """
        scope = scope_id()
        self.municipality_id = self.municipality_id or scope
        owners = {self.municipality_id, self._stored_municipality_id or scope, scope}
        if len(owners | set(self._tenants_of_related())) > 1:
            raise TenantError(f"{type(self).__name__} crosses from one municipality to another")

    def _tenants_of_related(self) -> Sequence[uuid.UUID]:
        related = (self.__dict__["_state"].fields_cache.get(f.name) for f in self._meta.fields)
        return [row.municipality_id for row in related if isinstance(row, TenantModel)]


class Unit(TenantModel):
    """A part of a municipality; work and rights are given to units."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=120)
    # What its members must have logged in with to use their roles in it: 2 (password and
    # one-time code) or 3 (e-ID). It follows from how its information is classified.
    staff_level = models.PositiveSmallIntegerField(default=3)

    class Meta(TenantModel.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_unit_per_name")
        ]

    def __str__(self) -> str:
        return self.name
