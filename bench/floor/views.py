"""The bare view."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bench.floor.models import Row


def insert(request: HttpRequest) -> HttpResponse:
    """Parse the form, insert one row."""
    row = Row.objects.create(content=json.dumps(request.POST.dict()), at=timezone.now())
    return HttpResponse(str(row.id))
