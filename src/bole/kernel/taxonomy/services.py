"""Loading packs: all or nothing, once per content, base and county kept in step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from bole.core.casework import check_flows
from bole.core.errors import InvalidInput
from bole.core.rules import check_pack
from bole.core.vocabulary import Pack, PackInvalid, Problem, Unit, base_of, content_hash, read_files
from bole.core.vocabulary import load_pack as build_pack
from bole.core.vocabulary.loading import Checker
from bole.kernel.accounts import services as accounts
from bole.kernel.accounts.queries import Role, User
from bole.kernel.outbox import services as outbox
from bole.kernel.taxonomy import queries
from bole.kernel.taxonomy.models import CodeItem, CodeListEdition, PackVersion, Region, RegionCode

_LOCK = 0x626F6C65
_checkers: list[Checker] = [check_pack]
Listener = Callable[[Pack, "User | None"], object]
_listeners: list[Listener] = []
UNIT_KINDS = ("county", "department", "township")


class PackRefused(InvalidInput):
    """A pack with faults; nothing of it was taken. `problems` lists every fault with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            "数据包有 %(count)s 处错误,未装入。第一处:%(first)s",
            remedy="按所列位置改正后再装入;bole pack check 可先行检查",
            code="pack_invalid",
            count=len(problems),
            first=str(problems[0]),
        )
        self.problems = tuple(problems)


def register_checker(checker: Checker) -> None:
    """Let a higher app check its part of every pack (flows, policies) before the pack is taken."""
    if checker not in _checkers:
        _checkers.append(checker)


def on_pack_loaded(listener: Listener) -> None:
    """Let a higher app take its part of every county pack that is put in force, in the same transaction (flows)."""
    if listener not in _listeners:
        _listeners.append(listener)


def load_pack(path: Path | str, *, by: User | None) -> PackVersion:
    """Take the pack in a folder.

    Idempotent: the content already in force is returned unchanged. A new base re-checks the county that stands on it.

    Raises:
        PackRefused: with every fault; what was in force stays in force.
    """
    return load_files(read_files(Path(path)), by=by)


@transaction.atomic
def load_files(files: Mapping[str, str], *, by: User | None) -> PackVersion:
    """Take a pack given as texts by path; see `load_pack`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    base = _base_for(files)
    same = PackVersion.objects.filter(in_force=True, sha256=content_hash(files, base)).first()
    if same is not None:
        return same
    pack = _checked(files, base)
    version = _put_in_force(pack, files, base, by)
    if pack.base is None:
        _carry_over(pack, by)
    return version


def _base_for(files: Mapping[str, str]) -> Pack | None:
    """The base in force that the pack names; None lets the checks say what is missing."""
    row = PackVersion.objects.filter(in_force=True, base="", pack_id=base_of(files)).defer("files").first()
    return queries.pack_of(row.sha256) if row else None


def _checked(files: Mapping[str, str], base: Pack | None) -> Pack:
    try:
        return build_pack(files, base, [*_checkers, lambda _pack: check_flows(files, roles=Role.values)])
    except PackInvalid as error:
        raise PackRefused(error.problems) from error


def _carry_over(base: Pack, by: User | None) -> None:
    """The county in force, re-checked on its new base."""
    row = PackVersion.objects.filter(in_force=True, base=base.id).first()
    if row is not None and row.counts.get("base_sha256") != base.sha256:
        _put_in_force(_checked(row.files, base), row.files, base, by)


def _put_in_force(pack: Pack, files: Mapping[str, str], base: Pack | None, by: User | None) -> PackVersion:
    row = PackVersion.objects.filter(pack_id=pack.id, sha256=pack.sha256).first()
    rivals = PackVersion.objects.filter(in_force=True)
    rivals = rivals.exclude(base="") if pack.base else rivals.filter(pack_id=pack.id)
    rivals.update(in_force=False)
    if row is None:
        row = _store(pack, files, base, by)
    else:
        row.in_force = True
        row.save(update_fields=["in_force"])
    if pack.base is not None:
        _sync_regions(pack)
        accounts.sync_units(_unit_rows(pack), by=by)
        for listener in _listeners:
            listener(pack, by)
    outbox.publish(
        topic="taxonomy.pack_in_force",
        key=f"{pack.id}:{timezone.now().isoformat()}",  # the same content may come into force again later
        payload={"pack": pack.id, "sha256": pack.sha256},
    )
    return row


def _store(pack: Pack, files: Mapping[str, str], base: Pack | None, by: User | None) -> PackVersion:
    row = PackVersion.objects.create(
        pack_id=pack.id,
        name=pack.name,
        name_en=pack.name_en,
        version=pack.version,
        base=pack.base or "",
        sha256=pack.sha256,
        files=dict(files),
        counts={
            "base_sha256": base.sha256 if base else "",
            "facts": len(pack.vocabulary.facts),
            "sources": len(pack.sources),
            "code_lists": len(pack.code_lists),
            "units": len(pack.units),
            "classifications": len(pack.classifications),
            "flows": len(pack.flows),
            "files": len(files),
        },
        loaded_by=by,
    )
    own = [key for key in pack.code_lists if base is None or key not in base.code_lists]
    editions = CodeListEdition.objects.bulk_create(
        CodeListEdition(pack=row, key=key, name=one.name, name_en=one.name_en, mark=one.mark, citation=one.citation)
        for key, one in ((key, pack.code_lists[key]) for key in own)
    )
    CodeItem.objects.bulk_create(item for edition in editions for item in _items(edition, pack))
    return row


def _items(edition: CodeListEdition, pack: Pack) -> Iterable[CodeItem]:
    for position, item in enumerate(pack.code_lists[edition.key].items.values()):
        yield CodeItem(
            edition=edition,
            code=item.code,
            name=item.name,
            name_en=item.name_en,
            rank=item.rank,
            parent=item.parent or "",
            aliases=list(item.aliases),
            position=position,
        )


def _sync_regions(pack: Pack) -> None:
    """Regions equal the pack's townships and zones; those no longer listed stay, marked as such."""
    units = [unit for unit in pack.units.values() if unit.kind in ("township", "zone")]
    Region.objects.exclude(code__in=[unit.code for unit in units]).filter(listed=True).update(listed=False)
    for unit in units:
        region, _created = Region.objects.update_or_create(
            code=unit.code,
            defaults={
                "kind": unit.kind,
                "name": unit.name,
                "name_en": unit.name_en,
                "aliases": list(unit.aliases),
                "mark": unit.mark,
                "listed": True,
            },
        )
        for code in unit.codes:
            RegionCode.objects.update_or_create(
                region=region, code=code.code, defaults={"valid_from": code.valid_from, "valid_to": code.valid_to}
            )


def _unit_rows(pack: Pack) -> list[dict[str, object]]:
    """What accounts needs to know; zones report like departments."""
    return [_unit_row(unit) for unit in pack.units.values()]


def _unit_row(unit: Unit) -> dict[str, object]:
    return {
        "kind": unit.kind if unit.kind in UNIT_KINDS else "department",
        "code": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "parent": unit.parent,
        "successor": unit.successor,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }
