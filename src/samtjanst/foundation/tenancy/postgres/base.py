"""The second lock: every statement runs under the open municipality's row-level security."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from samtjanst.foundation.tenancy.types import scope_or_none

SETTING = "samtjanst.municipality"
KEPT_PLANS = 300  # statements; a page or a job has some tens, and few are the same
_TELL = f"SELECT set_config('{SETTING}', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """Keeps the session's municipality equal to the open scope, at one statement per change."""

    _told: str | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; a new session has not been told anything."""
        self._told = None
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = KEPT_PLANS
        return connection

    def is_usable(self) -> bool:
        """Whether the server is still there, without asking it.

        A server that has gone has closed the connection, which can be read here. Only when there
        is something to read is it asked.
        """
        if self.connection is not None and not self.connection.closed:
            waiting = select.poll()
            waiting.register(self.connection.fileno(), select.POLLIN)
            if not waiting.poll(0):
                return True
        return super().is_usable()

    def _cursor(self, name: str | None = None) -> Any:
        self.ensure_connection()
        self._tell_scope()
        return super()._cursor(name)  # type: ignore[misc]  # private in the stubs

    def _tell_scope(self) -> None:
        wanted = str(scope_or_none() or "")
        if wanted == self._told or self._is_broken():
            return
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(_TELL, [wanted])
        self._told = wanted

    def _is_broken(self) -> bool:
        # In a failed transaction only a rollback is possible; what follows it tells again.
        status: TransactionStatus = self.connection.info.transaction_status
        return status == TransactionStatus.INERROR

    def _rollback(self) -> Any:
        # A rollback also takes back a setting made inside the transaction.
        self._told = None
        return super()._rollback()  # type: ignore[misc]  # private in the stubs

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # private in the stubs
        self._told = None
