"""`load_pack`: from files to a checked pack, or all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from bole.core.vocabulary import parts as reading
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.problems import PackInvalid, Problem
from bole.core.vocabulary.references import check_references
from bole.core.vocabulary.tree import parse
from bole.core.vocabulary.types import CodeItem, CodeList, Pack, SourceLayout, Vocabulary, closest

Checker = Callable[[Pack], Sequence[Problem]]
Reader = Callable[[Fields, reading.Parts], None]

ROOT_FILES: dict[str, Reader] = {
    "pack": reading.read_header,
    "county": reading.read_header,
    "facts": reading.read_facts,
    "townships": reading.read_units,
    "departments": reading.read_units,
    "calendar": reading.read_calendar,
    "classifications": reading.read_classifications,
    "messages": reading.read_messages,
}
FOLDERS: dict[str, Reader] = {
    "codelists": reading.read_code_lists,
    "sources": reading.read_source,
    "calendar": reading.read_calendar,
}
DOCUMENTS = ("demo_accounts",)
"""Files at the root that other engines read as plain data."""
MAX_FILES = 2000


def read_files(directory: Path) -> dict[str, str]:
    """The YAML files below `directory` by relative path; bytes that are not UTF-8 become U+FFFD."""
    paths = sorted(path for path in directory.rglob("*.y*ml") if path.is_file())[:MAX_FILES]
    return {path.relative_to(directory).as_posix(): path.read_text("utf-8", "replace") for path in paths}


def content_hash(files: Mapping[str, str], base: Pack | None) -> str:
    """SHA-256 over names and contents and the base's hash, so a changed base is a changed pack."""
    digest = hashlib.sha256((base.sha256 if base else "").encode())
    for name in sorted(files):
        for text in (name, files[name]):
            digest.update(len(text).to_bytes(8, "big") + text.encode())
    return digest.hexdigest()


def base_of(files: Mapping[str, str]) -> str | None:
    """The id under `base:` in the pack's header, if it can be read."""
    name = next((name for name in ("county.yaml", "pack.yaml") if name in files), None)
    node = parse(files[name], name, []) if name else None
    entry = dict(node.items()).get("base") if node else None
    return entry.value if entry and isinstance(entry.value, str) else None


def load_pack(files: Mapping[str, str], base: Pack | None = None, checkers: Sequence[Checker] = ()) -> Pack:
    """Read, check and merge a pack with its base.

    Args:
        files: texts by path relative to the pack ("facts.yaml", "sources/S01.yaml", …).
        base: the pack named under `base:`, already loaded.
        checkers: further checks of the whole (criteria of the rules language, flows), given by higher engines.

    Raises:
        PackInvalid: with every problem found; nothing of the pack may then be used.
    """
    problems: list[Problem] = []
    parts = reading.Parts()
    for name in sorted(files):
        _read_file(name, files[name], parts, problems)
    if not parts.header and not problems:
        problems.append(
            Problem("county.yaml", 1, 1, "缺少 county.yaml(或 pack.yaml)", "新建并写上 pack、name、version")
        )
    if problems and not parts.header:
        raise PackInvalid(problems)
    pack = _assemble(parts, base, content_hash(files, base), problems)
    problems.extend(check_references(pack, parts, base))
    for check in checkers:
        problems.extend(check(pack))
    if problems:
        raise PackInvalid(problems)
    return pack


def load_folder(directory: Path, checkers: Sequence[Checker] = (), shelf: Path | None = None) -> Pack:
    """The pack in `directory`; its base is looked for beside it, then on the `shelf`, under the base's id.

    Raises:
        PackInvalid: faults of the pack, or of its base.
    """
    files = read_files(directory)
    name = base_of(files)
    places = [folder / name for folder in (directory.resolve().parent, shelf) if folder and name]
    found = next((place for place in places if place.is_dir()), None)
    return load_pack(files, load_folder(found, checkers) if found else None, checkers)


def _read_file(name: str, text: str, parts: reading.Parts, problems: list[Problem]) -> None:
    path = PurePosixPath(name)
    if len(path.parts) > 1 and path.parts[0] == "policies":
        parts.policies[path.relative_to("policies").as_posix()] = text
        return
    reader = ROOT_FILES.get(path.stem) if len(path.parts) == 1 else FOLDERS.get(path.parts[0])
    if reader is None and len(path.parts) == 1 and path.stem not in DOCUMENTS:
        near = closest(path.stem, list(ROOT_FILES))
        problems.append(Problem(name, 1, 1, "包里没有这种文件", f"是否指“{near}.yaml”?" if near else "放进子目录"))
        return
    node = parse(text, name, problems)
    if node is None:
        return
    if reader is None:
        target = parts.flows if path.parts[0] == "flows" else parts.documents
        target[path.stem if path.parts[0] == "flows" else name] = node.plain()
        return
    fields = Fields(node, name, problems)
    reader(fields, parts)
    fields.done()


def _assemble(parts: reading.Parts, base: Pack | None, sha256: str, problems: list[Problem]) -> Pack:
    header = parts.header
    if header["base"] != (base.id if base else None):
        text = f"需要先装入基础包“{header['base']}”" if header["base"] else "本包没有声明 base"
        problems.append(Problem("county.yaml", 1, 1, text, f"base: {base.id}" if base else ""))
    for key in parts.code_lists:
        if base and key in base.code_lists:
            at = parts.places[("code_list", key)]
            problems.append(Problem(at.file, at.line, at.column, f"代码表“{key}”已在基础包中", "换一个名称"))
    vocabulary = Vocabulary({**(base.vocabulary.facts if base else {}), **parts.facts})
    return Pack(
        id=header["id"],
        name=header["name"],
        name_en=header["name_en"],
        version=header["version"],
        base=header["base"],
        sha256=sha256,
        vocabulary=vocabulary,
        code_lists={**(base.code_lists if base else {}), **parts.code_lists, **_township_list(parts)},
        sources={key: _with_code_lists(layout, vocabulary) for key, layout in parts.sources.items()},
        units=parts.units,
        calendar={**(base.calendar if base else {}), **parts.calendar},
        classifications=parts.classifications,
        flows={**(base.flows if base else {}), **parts.flows},
        messages={**(base.messages if base else {}), **parts.messages},
        settings={**(base.settings if base else {}), **header["settings"]},
        documents={**(base.documents if base else {}), **parts.documents},
        policies={**(base.policies if base else {}), **parts.policies},
    )


def _township_list(parts: reading.Parts) -> dict[str, CodeList]:
    """Townships and zones as a code list too, with former codes among the aliases."""
    units = [unit for unit in parts.units.values() if unit.kind in ("township", "zone")]
    if not units:
        return {}
    items = {
        unit.code: CodeItem(
            code=unit.code,
            name=unit.name,
            name_en=unit.name_en,
            aliases=(*unit.aliases, *(old.code for old in unit.codes if old.code != unit.code)),
            extra=unit.extra,
        )
        for unit in units
    }
    first = units[0]
    return {"townships": CodeList("townships", "乡镇街道", items, first.mark, first.cite, "Townships")}


def _with_code_lists(layout: SourceLayout, vocabulary: Vocabulary) -> SourceLayout:
    """Each column knows the code list of the first fact it writes to, unless it names one itself."""
    columns = []
    for column in layout.columns:
        resolved = [vocabulary.target(target) for target in column.targets]
        lists = [(found[1] or found[0]).code_list for found in resolved if found]
        columns.append(replace(column, code_list=column.code_list or next((key for key in lists if key), None)))
    return replace(layout, columns=tuple(columns))
