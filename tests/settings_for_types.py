"""The product's settings for the type checker: no database is started or asked."""

import base64
import os

os.environ.setdefault("SAMTJANST_ENVIRONMENT", "test")
os.environ.setdefault("SAMTJANST_SECRET_KEY", "only for reading types")
os.environ.setdefault("SAMTJANST_MASTER_KEY", base64.b64encode(bytes(32)).decode())
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none?host=/nowhere")

from samtjanst.project.settings import *  # noqa: F403 - the environment comes first
