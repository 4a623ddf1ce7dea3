"""Backup and restore of a whole instance: database, sealed files and snapshots. Keys travel apart, or not at all.

A backup without its keys is unreadable where it matters, and a key destroyed after the backup stays destroyed: the restore reapplies
the list of destroyed keys, so that a deleted person stays deleted (secops notes 6).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bole.core.errors import Conflict, InvalidInput, Unavailable
from bole.runtime import paths, postgres

FORMAT, MANIFEST, DATABASE = 1, "manifest.json", "database"
FOLDERS = ("files", "snapshots")
JOBS = "2"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Target:
    """How the client programs reach the database."""

    programs: Path | None
    arguments: tuple[str, ...]

    def command(self, program: str, *options: str) -> list[str]:
        if self.programs is None:
            found = shutil.which(program)
            if found is None:
                raise Unavailable("找不到 %(program)s。", remedy="请安装 PostgreSQL 客户端。", program=program)
            return [found, *self.arguments, *options]
        return [str(self.programs / program), *self.arguments, *options]


def target() -> Target:
    """The instance's own database, or the one of `DATABASE_URL` with the machine's own client programs."""
    if url := postgres.external_url():
        return Target(None, (f"--dbname={url}",))
    cluster = postgres.locate()
    arguments = (f"--host={cluster.socket}", f"--username={postgres.OWNER_ROLE}", f"--dbname={postgres.DATABASE}")
    return Target(cluster.binaries, arguments)


def make_backup(
    folder: Path, *, keys_to: Path | None, source: Target | None = None, say: Say = print
) -> dict[str, Any]:
    """Writes a backup into an empty folder; returns its manifest. The database first: a file that comes later is no harm."""
    folder = _empty_folder(folder)
    if keys_to is not None and (keys_to.absolute() == folder or folder in keys_to.absolute().parents):
        raise InvalidInput(
            "密钥不能放在备份里面。", remedy="请给 --keys 另一个位置,最好是另一块介质。", code="backup.keys_inside"
        )
    say("database")
    _run((source or target()).command("pg_dump", "--format=directory", f"--jobs={JOBS}", f"--file={folder / DATABASE}"))
    for name in FOLDERS:
        if (paths.var_dir() / name).exists():
            say(name)
            shutil.copytree(paths.var_dir() / name, folder / name, ignore=shutil.ignore_patterns("*.part", ".*.part"))
    manifest = {
        "format": FORMAT,
        "bole": version("bole"),
        "made_at": _now(),
        "keys": {path.name: _fingerprint(path) for path in sorted(paths.keys_dir().glob("*.key"))},
        "files": {path.relative_to(folder).as_posix(): _digest(path) for path in _files(folder)},
    }
    _write_synced(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    if keys_to is not None:
        say("keys")
        copy_keys(paths.keys_dir(), _empty_folder(keys_to))
    return manifest


def check_backup(folder: Path) -> dict[str, Any]:
    """The manifest of a whole and undamaged backup; raises InvalidInput naming what is missing or changed."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        raise InvalidInput("%(folder)s 不是完整的备份。", code="backup.incomplete", folder=folder) from None
    listed = manifest["files"]
    wrong = [
        name for name, digest in listed.items() if not (folder / name).exists() or _digest(folder / name) != digest
    ]
    if wrong:
        names = "、".join(wrong[:5])
        raise InvalidInput(
            "备份中有 %(count)s 个文件缺失或损坏:%(names)s", code="backup.damaged", count=len(wrong), names=names
        )
    return dict(manifest)


def _check_keys(wanted: dict[str, str], folder: Path) -> None:
    """Every key that existed when the backup was made must be there, and be the same one."""
    here = {path.name: _fingerprint(path) for path in folder.glob("*.key")} if folder.is_dir() else {}
    wrong = [name for name, fingerprint in wanted.items() if here.get(name) != fingerprint]
    if wrong:
        raise InvalidInput(
            "%(folder)s 里缺少这个备份的密钥:%(names)s",
            remedy="请用 --keys 指定与备份同时保存的密钥。",
            code="restore.keys",
            folder=folder,
            names="、".join(wrong),
        )


def _fingerprint(key: Path) -> str:
    """Tells keys apart without telling anything about them."""
    return hashlib.sha256(b"bole key fingerprint" + key.read_bytes()).hexdigest()[:16]


def restore_backup(folder: Path, *, keys_from: Path, say: Say = print) -> dict[str, Any]:
    """Brings a backup into an empty instance and destroys again what was destroyed since; returns counts."""
    say("check")
    manifest = check_backup(folder)
    _check_keys(manifest["keys"], keys_from)
    postgres.ensure_running()
    _refuse_full_database()
    copy_keys(keys_from, paths.ensure_private(paths.keys_dir()))
    say("database")
    options = ("--exit-on-error", "--no-comments", f"--jobs={JOBS}", str(folder / DATABASE))
    _run(target().command("pg_restore", *options))
    for name in FOLDERS:
        if (folder / name).exists():
            say(name)
            shutil.copytree(folder / name, paths.ensure_private(paths.var_dir() / name), dirs_exist_ok=True)
    return {"files": len(manifest["files"]), **_settle(say)}


def _settle(say: Say) -> dict[str, int]:
    """What the restored instance must know: newer migrations, destroyed keys, a feed and a trail that begin anew."""
    os.environ["BOLE_DB_ROLE"] = postgres.APP_ROLE
    import django

    django.setup()
    from bole.kernel.audit import services as audit
    from bole.kernel.files import services as files
    from bole.kernel.outbox import services as outbox
    from bole.kernel.vault import services as vault
    from bole.main import instance
    from bole.people.sources import services as sources

    say("migrate")
    instance.migrate()
    with audit.acting_as("restore", "bole restore"):
        destroyed = vault.reapply_destroyed(by="restore")
        sources.reapply_marks(by="restore")
        closed = files.close_unreadable(by="restore")
        sources.clean_files()
        outbox.renumber_feed()
        lost = audit.accept_restore(by="restore")
    return {"destroyed_keys": destroyed, "closed_files": closed, "lost_seals": lost}


def _refuse_full_database() -> None:
    import psycopg

    with psycopg.connect(_dsn()) as connection:
        row = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    if row is None or row[0]:
        raise Conflict(
            "这个实例里已经有数据,不能恢复到它上面。",
            remedy="请用 BOLE_VAR 指定一个新的位置。",
            code="restore.not_empty",
        )


def _dsn() -> str:
    return postgres.external_url() or f"{postgres.locate().dsn} user={postgres.OWNER_ROLE}"


def copy_keys(source: Path, destination: Path) -> None:
    """Key files and lists, readable by their owner only. Lines of a list that the destination has already are kept."""
    for path in sorted(source.iterdir()):
        if not path.is_file() or path.name.startswith("."):
            continue
        content = path.read_text(encoding="utf-8") if path.suffix == ".log" else ""
        if path.suffix == ".log" and (destination / path.name).exists():
            have = (destination / path.name).read_text(encoding="utf-8").splitlines()
            content = "\n".join([*content.splitlines(), *(line for line in have if line not in content)]) + "\n"
        data = content.encode() if path.suffix == ".log" else path.read_bytes()
        with open(destination / path.name, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())


def _empty_folder(folder: Path) -> Path:
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()):
        raise Conflict("%(folder)s 不是空的。", remedy="请给出一个新的文件夹。", code="backup.not_empty", folder=folder)
    return paths.ensure_private(folder)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _write_synced(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, own arguments
    if result.returncode:
        raise Unavailable(
            "%(program)s 没有成功:%(problem)s",
            code="backup.failed",
            program=Path(command[0]).name,
            problem=(result.stderr or result.stdout).strip()[-600:],
        )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()
