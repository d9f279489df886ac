"""The web server's way in."""

import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

from samtjanst.project import tether

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samtjanst.project.settings")
if (_starter := multiprocessing.parent_process()) and _starter.pid:
    # A server process whose starter has been killed would go on holding the port, unseen.
    tether.tie(_starter.pid, signal.SIGKILL)
application = get_wsgi_application()
