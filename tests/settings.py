"""The product's own settings, on a database server that lives as long as the test run."""

import atexit
import base64
import os
import shutil
import tempfile
from contextlib import ExitStack

from samtjanst.project import postgres

_stack = ExitStack()
atexit.register(_stack.close)
_server = _stack.enter_context(postgres.temporary())
_var = tempfile.mkdtemp(prefix="samtjanst-test-")
os.mkdir(f"{_var}/static")  # noqa: PTH102 - before anything of ours is imported
atexit.register(shutil.rmtree, _var, ignore_errors=True)

os.environ.update(
    SAMTJANST_ENVIRONMENT="test",
    SAMTJANST_SECRET_KEY="only for tests",
    SAMTJANST_MASTER_KEY=base64.b64encode(b"t" * 32).decode(),
    SAMTJANST_VAR=_var,
    SAMTJANST_UNDO_SECONDS="0",
    DATABASE_URL=_server.dsn_owner,
    # The browser's driver runs a loop in the test's own thread.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)

from samtjanst.project import catalogues  # noqa: E402 - as the settings
from samtjanst.project.settings import *  # noqa: E402, F403 - the environment comes first

catalogues.compile_all(BASE / "locale", VAR / "locale")  # noqa: F405 - names of the settings
