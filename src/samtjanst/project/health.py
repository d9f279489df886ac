"""Answers for the operator's probes, at any host name and without personal data."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from samtjanst.kernel import clock

OLDEST_WAITING = timedelta(minutes=10)
LEAST_FREE_BYTES = 200 * 1024 * 1024
_WAITING = "SELECT min(scheduled_at) FROM procrastinate_jobs WHERE status = 'todo'"


@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Database, queue and disk are as they must be; 503 otherwise."""
    checks = {"database": True, "queue": True, "disk": _has_room()}
    try:
        checks["queue"] = _queue_moves()
    except DatabaseError:
        checks["database"] = checks["queue"] = False
    fine = all(checks.values())
    return JsonResponse(
        {"status": "ok" if fine else "not ready", **checks}, status=200 if fine else 503
    )


def _queue_moves() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        oldest = cursor.fetchone()[0]
    return oldest is None or clock.now() - oldest < OLDEST_WAITING


def _has_room() -> bool:
    return shutil.disk_usage(settings.VAR if settings.VAR.exists() else "/").free > LEAST_FREE_BYTES
