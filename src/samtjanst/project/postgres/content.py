"""What a new cluster holds: two roles and one database."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from samtjanst.project import tether
from samtjanst.project.postgres.account import Account, DatabaseStartError
from samtjanst.project.postgres.binaries import Binaries

OWNER = "samtjanst_owner"
APP = "samtjanst_app"
DATABASE = "samtjanst"

# The web and the worker own nothing, so that row-level security always holds for them.
# In template1, so that databases made later (for tests) get the same rights.
_RIGHTS = f"""
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {APP};
"""


def dsn(role: str, socket: Path, database: str = DATABASE) -> str:
    """The address of a database for a role, over the socket."""
    return f"postgresql://{role}@/{database}?host={quote(str(socket))}"


def initialise(cluster: Path, binaries: Binaries, account: Account, *, fast: bool) -> None:
    """Make an empty cluster; it gets its name when it is whole, so that a killed attempt is seen.

    Raises:
        DatabaseStartError: with what ``initdb`` said.
    """
    unfinished = cluster.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    account.own(unfinished)
    flags = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=peer"]
    program = [binaries.program("initdb"), "-D", str(unfinished), "-U", OWNER, *flags]
    if fast:
        program.append("--no-sync")
    done = subprocess.run(
        tether.command(program, signal=9, run_as=account.run_as),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    if done.returncode:
        raise DatabaseStartError(f"initdb failed: {done.stderr.strip()}")
    unfinished.rename(cluster)


def write_doors(cluster: Path, account: Account) -> None:
    """Let only ourselves (and the server's account) in, by the kernel's word on who asks."""
    people = {pwd.getpwuid(os.geteuid()).pw_name, account.name}
    names = [f"ours {person} {role}" for person in sorted(people) for role in (OWNER, APP)]
    (cluster / "pg_hba.conf").write_text("local all all peer map=ours\n")
    (cluster / "pg_ident.conf").write_text("\n".join(names) + "\n")


def furnish(socket: Path) -> None:
    """Make the roles and the database unless they are there."""
    with psycopg.connect(dsn(OWNER, socket, "template1"), autocommit=True) as connection:
        if _is_missing(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP):
            connection.execute(
                f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            )
        connection.execute(_RIGHTS)
    with psycopg.connect(dsn(OWNER, socket, "postgres"), autocommit=True) as connection:
        if _is_missing(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            name = sql.Identifier(DATABASE)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template1").format(name))


def _is_missing(connection: psycopg.Connection, query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is None
