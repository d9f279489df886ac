"""A PostgreSQL server of our own for demo, development, tests and small installations.

It listens on a Unix socket only, lets only the account that started it in, and ends with the
process that started it, however that ends. Linux only.
"""

from samtjanst.project.postgres.account import DatabaseStartError
from samtjanst.project.postgres.server import Server, cluster_of, ensure, remove, temporary

__all__ = ["DatabaseStartError", "Server", "cluster_of", "ensure", "remove", "temporary"]
