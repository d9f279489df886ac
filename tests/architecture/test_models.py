"""Every table: where it points, whose it is, how personal data leave it."""

import pytest
from django.apps import apps
from django.db import connection, models
from tests.architecture import house

from samtjanst.foundation.tenancy.models import TenantModel

NOT_A_MUNICIPALITYS = {
    "tenancy.Municipality": "it is the municipality",
    "tenancy.HostName": "read before it is known which municipality is asked for",
}

# Searched by the owner's own function, which checks the municipality; hashes only.
NOT_FORCED_ON_THE_OWNER = {"cases_casesearch"}


def _models() -> list[type[models.Model]]:
    ours = (config for config in apps.get_app_configs() if config.name.startswith("samtjanst."))
    return [model for config in ours for model in config.get_models()]


def _label(model: type[models.Model]) -> str:
    return model._meta.label


every_model = pytest.mark.parametrize("model", _models(), ids=_label)


@every_model
def test_relations_point_down_the_floors(model: type[models.Model]) -> None:
    own = _height(model)
    for field in model._meta.get_fields():
        target = field.related_model
        if not isinstance(field, models.ForeignKey | models.ManyToManyField) or target is model:
            continue
        if isinstance(target, type) and _app(target) != _app(model):
            assert _height(target) < own, f"{model._meta.label}.{field.name} points up or aside"


@every_model
def test_every_row_belongs_to_a_municipality(model: type[models.Model]) -> None:
    assert issubclass(model, TenantModel) != (model._meta.label in NOT_A_MUNICIPALITYS)


@every_model
def test_personal_data_are_declared_with_how_they_are_erased(model: type[models.Model]) -> None:
    # In the class itself: an inherited declaration would be one by forgetting.
    assert "PERSONAL_DATA" in model.__dict__, "declare PERSONAL_DATA (field -> how erased)"
    declared: dict[str, str] = model.__dict__["PERSONAL_DATA"]
    names = {field.name for field in model._meta.get_fields()}
    assert declared.keys() <= names
    assert all(declared.values())


@every_model
def test_nothing_shared_leads_back_to_a_municipalitys_rows(model: type[models.Model]) -> None:
    if issubclass(model, TenantModel):
        return
    leaks = [
        field.name
        for field in model._meta.get_fields()
        if field.auto_created and not field.concrete and issubclass(_other(field), TenantModel)
    ]
    assert leaks == []


def test_exceptions_are_still_needed() -> None:
    assert NOT_A_MUNICIPALITYS.keys() <= {model._meta.label for model in _models()}


@pytest.mark.django_db
def test_every_municipalitys_table_is_walled_in_the_database() -> None:
    tables = {model._meta.db_table for model in _models() if issubclass(model, TenantModel)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND (c.relforcerowsecurity OR c.relname = ANY(%s))",
            [list(NOT_FORCED_ON_THE_OWNER)],
        )
        walled = {row[0] for row in cursor.fetchall()}
    assert tables
    assert tables - walled == set()


def _app(model: type[models.Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name


def _height(model: type[models.Model]) -> tuple[int, int]:
    return house.heights()[_app(model)]


def _other(field: object) -> type:
    target = getattr(field, "related_model", None)
    return target if isinstance(target, type) else object
