"""The rules in force: the policies of the pack with the edition in force laid over, compiled once per content when first asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

from bole.core.errors import NotFound
from bole.core.rules import RuleSet, rules_of
from bole.core.rules.policies.model import Policy
from bole.governance.policies.models import Draft, Edition, RuleSetVersion
from bole.kernel.taxonomy import queries as taxonomy


def rules() -> RuleSet:
    """All policies of the county, two small queries. Compiling takes about 0.7 s of CPU once per process.

    Raises:
        Unavailable: no county pack has been loaded yet.
    """
    pack, files = in_force()
    return _laid(pack, files) if files else _compiled(pack)


def in_force() -> tuple[str, str]:
    """The hashes of the pack and of the files of the edition in force ("" where nothing was ever published)."""
    pack = taxonomy.current_pack().sha256
    return pack, Edition.objects.values_list("files_sha256", flat=True).order_by("-number").first() or ""


def pack_rules() -> RuleSet:
    """The policies as the pack brings them, without any edition."""
    return _compiled(taxonomy.current_pack().sha256)


def rules_by_hash(sha256: str) -> RuleSet:
    """The rule set that a stored decision names, compiled again from the pack and the edition of its day.

    Raises:
        NotFound: no decision was ever stored under these rules (`services.keep_rules`).
    """
    pack, files = in_force()
    known = _laid(pack, files) if files else _compiled(pack)
    if known.sha256 == sha256:
        return known
    row = RuleSetVersion.objects.select_related("edition").filter(sha256=sha256).first()
    if row is not None:
        return _laid(row.pack_sha256, row.edition.files_sha256) if row.edition else _compiled(row.pack_sha256)
    edition = Edition.objects.filter(rules_sha256=sha256).first()
    if edition is None:
        raise NotFound(
            "没有保存过这个版本的规则。", code="policies.no_rules", remedy="规则摘要可能抄错,请从决定上复制。"
        )
    return _laid(edition.pack_sha256, edition.files_sha256)


def draft_rules(draft: Draft) -> RuleSet:
    """The rules in force with the texts of a draft laid over.

    Raises:
        PackInvalid: the draft has faults, each with its place.
    """
    return overlaid(rules(), draft.files)


def overlaid(known: RuleSet, files: Mapping[str, str]) -> RuleSet:
    """`known` with these texts; only what they change is compiled, once per content. Raises PackInvalid."""
    key = (taxonomy.current_pack().sha256, digest_of(known.files), digest_of(files))
    found = _overlays.get(key)
    if found is None:
        found = known.overlay(files)
        with _turn:
            while len(_overlays) >= OVERLAYS_KEPT:
                _overlays.pop(next(iter(_overlays)))
            _overlays[key] = found
    return found


OVERLAYS_KEPT = 8
_turn = Lock()
_overlays: dict[tuple[str, str, str], RuleSet] = {}


def digest_of(files: Mapping[str, str]) -> str:
    """SHA-256 over names and texts, cases included."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for text in (name, files[name]):
            digest.update(len(text).to_bytes(8, "big") + text.encode())
    return digest.hexdigest()


def lay(files: Mapping[str, str], edition: Edition) -> dict[str, str]:
    """The files of an edition that differ from `files`: what the pack has taken over meanwhile is left out."""
    return {name: text for name, text in edition.files.items() if files.get(name, "") != text}


@lru_cache(maxsize=2)
def _compiled(sha256: str) -> RuleSet:
    return rules_of(taxonomy.pack_of(sha256))


@lru_cache(maxsize=4)
def _laid(pack: str, files: str) -> RuleSet:
    known = _compiled(pack)
    edition = Edition.objects.filter(files_sha256=files).first()
    if edition is None:
        raise NotFound("没有这个版次的政策。", code="policies.no_edition")
    return known.overlay(lay(known.files, edition))


def policy_of(known: RuleSet, key: str) -> Policy:
    """Raises NotFound where the county has no such policy."""
    found = known.policies.get(key)
    if found is None:
        raise NotFound("没有这项政策。", remedy="请到政策库里查找。", code="policies.no_policy")
    return found
