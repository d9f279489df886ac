"""The embedded server survives what happens to machines."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from samtjanst.project import postgres
from samtjanst.project.postgres import processes
from samtjanst.project.postgres.account import Account, server_account
from samtjanst.project.postgres.binaries import find
from samtjanst.project.postgres.place import Place, place_for, prepare

pytestmark = pytest.mark.enable_socket
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="another account is used by root only")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account can reach (pytest's own is closed to it)."""
    path = Path(tempfile.mkdtemp(prefix="samtjanst-t-"))
    path.chmod(0o711)
    yield path / "pg"
    postgres.remove(path / "pg")
    shutil.rmtree(path)


def _who(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT current_user").fetchone()
    return str(row[0]) if row else ""


def test_ensure_gives_two_roles_of_which_the_apps_owns_nothing(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    assert (_who(server.dsn_owner), _who(server.dsn_app)) == ("samtjanst_owner", "samtjanst_app")
    with psycopg.connect(server.dsn_owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE thing (name text)")
    with psycopg.connect(server.dsn_app, autocommit=True) as connection:
        connection.execute("INSERT INTO thing VALUES ('å')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("TRUNCATE thing")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE other (name text)")
        row = connection.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
    assert row == (False,)


def test_a_database_made_later_gives_the_app_the_same_rights(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    with psycopg.connect(server.dsn_owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_samtjanst")
    with psycopg.connect(server.dsn_owner.replace("/samtjanst?", "/test_samtjanst?")) as owner:
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    with psycopg.connect(server.dsn_app.replace("/samtjanst?", "/test_samtjanst?")) as app:
        assert app.execute("INSERT INTO thing (name) VALUES ('a') RETURNING id").fetchone() == (1,)


def test_ensure_reuses_a_running_server(folder: Path) -> None:
    first = postgres.ensure(folder, fast=True)
    second = postgres.ensure(folder, fast=True)
    assert (second.pid, first.started, second.started) == (first.pid, True, False)


def test_ensure_twice_in_the_same_moment_starts_one(folder: Path) -> None:
    """A thread that starts the server must live on, so both wait for each other's end."""
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: postgres.ensure(folder, fast=True), range(2)))
        assert sorted(server.started for server in both) == [False, True]
        assert len({server.pid for server in both}) == 1


def test_data_survives_kill_9(folder: Path) -> None:
    server = postgres.ensure(folder)
    with psycopg.connect(server.dsn_owner) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server.pid, signal.SIGKILL)
    assert processes.wait_gone(server.pid)
    assert not server.is_running
    again = postgres.ensure(folder)
    with psycopg.connect(again.dsn_owner) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_stale_pid_file_that_names_somebody_else_is_ignored(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    noted = server.place.pid_file.read_text()
    server.stop()
    server.place.pid_file.write_text(noted.replace(str(server.pid), str(os.getpid()), 1))
    assert postgres.ensure(folder, fast=True).started


def test_an_interrupted_first_start_begins_again(folder: Path) -> None:
    account = server_account()
    prepare(place_for(folder, account), account)
    (account.own(folder / "cluster.unfinished") / "PG_VERSION").write_text("1\n")
    assert postgres.ensure(folder, fast=True).is_running


def test_a_cluster_of_another_version_is_refused_with_what_to_do(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    server.stop()
    (server.place.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(postgres.DatabaseStartError, match="dump with the old version"):
        postgres.ensure(folder, fast=True)


def test_a_server_that_cannot_start_shows_its_log(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    server.stop()
    (server.place.cluster / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(postgres.DatabaseStartError, match="no_such_setting"):
        postgres.ensure(folder, fast=True)


def test_stop_is_quick_and_can_be_repeated(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    begun = time.monotonic()
    server.stop()
    server.stop()
    assert not server.is_running
    assert time.monotonic() - begun < 25  # the first signal is given up after 30


def test_the_server_ends_with_the_process_that_started_it(folder: Path) -> None:
    program = textwrap.dedent(f"""
        import pathlib, time
        from samtjanst.project import postgres
        print(postgres.ensure(pathlib.Path({str(folder)!r}), fast=True).pid, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline()) if parent.stdout else 0
        assert processes.is_alive(pid)
        parent.kill()
    assert processes.wait_gone(pid, 10)


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    deep = folder.parent / ("lång" * 12) / ("mapp" * 12)
    server = postgres.ensure(deep, fast=True)
    assert len(os.fsencode(server.place.socket)) < 90
    assert _who(server.dsn_app) == "samtjanst_app"
    postgres.remove(deep)
    assert not server.place.socket.exists()


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path) -> None:
    account = server_account()
    place = Place(folder, folder.parent / "elsewhere")
    place.socket.symlink_to("/tmp")  # noqa: S108 - the trap that is meant
    with pytest.raises(postgres.DatabaseStartError, match="not ours"):
        prepare(place, account)
    place.socket.unlink()


def test_nobody_else_may_enter_the_folders(folder: Path) -> None:
    place = postgres.ensure(folder, fast=True).place
    assert {path.stat().st_mode & 0o777 for path in (place.cluster, place.socket)} == {0o700}
    assert "trust" not in (place.cluster / "pg_hba.conf").read_text()


def test_what_people_wrote_stays_out_of_the_log(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    with psycopg.connect(server.dsn_owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE secret (word text PRIMARY KEY)")
        connection.execute("INSERT INTO secret VALUES ('hemligt')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO secret VALUES ('hemligt')")
    log = server.place.log.read_text()
    assert "duplicate key" in log
    assert "hemligt" not in log


@as_root
def test_root_gives_the_server_to_another_account(folder: Path) -> None:
    server = postgres.ensure(folder, fast=True)
    assert Path(f"/proc/{server.pid}").stat().st_uid == server_account().uid != 0


@as_root
def test_data_under_a_closed_folder_is_kept_where_the_server_can_reach_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    server = postgres.ensure(tmp_path / "pg", fast=True)
    home = server.place.home
    assert home.is_relative_to("/var/lib/samtjanst")
    assert postgres.ensure(tmp_path / "pg", fast=True).pid == server.pid
    postgres.remove(tmp_path / "pg")
    assert not home.exists()


@as_root
def test_programs_under_a_closed_folder_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Account, "reaches", lambda _self, _path: False)
    binaries = find(tmp_path / "none", server_account(), tmp_path / "spare")
    assert binaries.folder.is_relative_to(tmp_path / "spare")
    answer = subprocess.run([binaries.program("postgres"), "--version"], check=False)
    assert answer.returncode == 0
