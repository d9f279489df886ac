"""The queue knows what it is to do, in a process that starts as worker and web do."""

import json
import os
import subprocess
import sys

from samtjanst.foundation.jobs import registry

ASKED = """
import json
from samtjanst.project import wsgi
from procrastinate.contrib.django import app
clocked = [one.task.name for one in app.periodic_registry.periodic_tasks.values()]
print(json.dumps([list(app.tasks), clocked]))
"""


def test_worker_knows_every_job_and_schedule() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "samtjanst.project.settings"}
    told = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=True
    )
    tasks, periodic = json.loads(told.stdout.splitlines()[-1])
    expected = {f"samtjanst.schedule.{name}" for name in registry.schedules()}
    assert {"samtjanst.run", *expected} <= set(tasks)
    assert set(periodic) == expected
