"""Migration operations that put the wall into the database itself."""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import Model

from samtjanst.foundation.tenancy.fields import TenantForeignKey
from samtjanst.foundation.tenancy.postgres.base import SETTING

_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY one_municipality ON {table}
    USING (municipality_id = nullif(current_setting('{setting}', true), '')::uuid)
    WITH CHECK (municipality_id = nullif(current_setting('{setting}', true), '')::uuid);
ALTER TABLE {table} ADD CONSTRAINT {plain}_tenant_key UNIQUE (municipality_id, {key});
"""
_SAME_TENANT = """
ALTER TABLE {table} ADD CONSTRAINT {plain}_{column}_same_tenant
    FOREIGN KEY (municipality_id, {column}) REFERENCES {target} (municipality_id, {key})
    DEFERRABLE INITIALLY DEFERRED;
"""
_APPEND_ONLY = """
CREATE FUNCTION {plain}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: {plain}' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER {plain}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {plain}_refuse();
CREATE TRIGGER {plain}_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {plain}_refuse();
"""
_OPEN = """
DROP TRIGGER {plain}_whole ON {table};
DROP TRIGGER {plain}_rows ON {table};
DROP FUNCTION {plain}_refuse();
"""


class _TableOperation(Operation):
    """Runs SQL for the tables of some models of the migrating app."""

    reversible = True

    def __init__(self, *model_names: str) -> None:
        self.model_names = model_names

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models does not change."""

    def _models(self, app_label: str, state: Any) -> list[type[Model]]:
        return [state.apps.get_model(app_label, name) for name in self.model_names]


class ProtectTenantTables(_TableOperation):
    """Row-level security, and references that cannot cross from one municipality to another.

    Put it last in the migration that creates the tables. The web's role owns no table, so
    that the policy always holds for it; FORCE lets it hold for the owner too.
    """

    def database_forwards(self, app_label: str, editor: Any, _from: Any, to: Any) -> None:
        """Add the policies first, then the references that need their keys."""
        models = self._models(app_label, to)
        for model in models:
            editor.execute(_POLICY.format(**_names(editor, model), setting=SETTING))
        for model in models:
            for field in _tenant_references(model):
                editor.execute(_same_tenant(editor, model, field))

    def database_backwards(self, app_label: str, editor: Any, _from: Any, to: Any) -> None:
        """Nothing: the tables themselves go with the operations before this one."""

    def describe(self) -> str:
        """What ``migrate`` prints."""
        return f"Let rows of {', '.join(self.model_names)} be seen by their municipality only"


class ProtectTenantReferences(Operation):
    """References added to a table that is protected already: they cannot cross either."""

    reversible = True

    def __init__(self, model_name: str, *fields: str) -> None:
        self.model_name, self.fields = model_name, fields

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models does not change."""

    def database_forwards(self, app_label: str, editor: Any, _from: Any, to: Any) -> None:
        """Add one constraint per field."""
        model = to.apps.get_model(app_label, self.model_name)
        for name in self.fields:
            editor.execute(_same_tenant(editor, model, model._meta.get_field(name)))

    def database_backwards(self, app_label: str, editor: Any, _from: Any, to: Any) -> None:
        """Nothing: the constraints go with the columns."""

    def describe(self) -> str:
        """What ``migrate`` prints."""
        return f"Keep {', '.join(self.fields)} of {self.model_name} inside the municipality"


class AppendOnly(_TableOperation):
    """Refuse update, delete and truncate, whoever asks."""

    def database_forwards(self, app_label: str, editor: Any, _from: Any, to: Any) -> None:
        """Add the triggers."""
        for model in self._models(app_label, to):
            editor.execute(_APPEND_ONLY.format(**_names(editor, model)))

    def database_backwards(self, app_label: str, editor: Any, from_: Any, _to: Any) -> None:
        """Remove the triggers."""
        for model in self._models(app_label, from_):
            editor.execute(_OPEN.format(**_names(editor, model)))

    def describe(self) -> str:
        """What ``migrate`` prints."""
        return f"Make {', '.join(self.model_names)} append-only"


def _names(editor: Any, model: type[Model]) -> dict[str, str]:
    table = model._meta.db_table
    key = model._meta.pk.column if model._meta.pk else "id"
    return {"table": editor.quote_name(table), "plain": table, "key": key}


def _tenant_references(model: type[Model]) -> list[TenantForeignKey]:
    return [field for field in model._meta.fields if isinstance(field, TenantForeignKey)]


def _same_tenant(editor: Any, model: type[Model], field: TenantForeignKey) -> str:
    target = _names(editor, field.related_model)
    return _SAME_TENANT.format(
        **(_names(editor, model) | {"key": target["key"]}),
        column=field.column,
        target=target["table"],
    )
