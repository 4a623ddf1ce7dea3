"""`bole vault status|rotate|destroy`: the keys, as an operator handles them."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any
from uuid import UUID

from bole.main.cli import emit, prepare


def register(groups: Any) -> None:
    group = groups.add_parser("vault", help="密钥:状态、轮换主密钥、销毁一个主体的密钥")
    actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    status = actions.add_parser("status", help="各版本主密钥下的数据密钥数")
    rotate = actions.add_parser("rotate", help="新建主密钥并重新包裹全部数据密钥;中断后可继续")
    rotate.add_argument("--resume", action="store_true", help="只继续上次没有做完的轮换")
    destroy = actions.add_parser("destroy", help="销毁一个人、单位或文件的全部密钥,不可恢复")
    destroy.add_argument("subject", type=UUID)
    destroy.add_argument("--reason", required=True)
    for parser, handler in ((status, _status), (rotate, _rotate), (destroy, _destroy)):
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(handler=handler)


def _status(options: argparse.Namespace) -> int:
    prepare()
    from bole.kernel.vault import queries

    found = queries.status()
    lines = [f"master-{version}.key: {count}" for version, count in found.by_master.items()]
    text = "\n".join(
        [*lines, f"主体 {found.subjects},未归属 {found.unassigned},已销毁 {found.destroyed},待轮换 {found.waiting}"]
    )
    emit(options, {**asdict(found), "keys": found.keys, "waiting": found.waiting}, text)
    return 0


def _rotate(options: argparse.Namespace) -> int:
    prepare()
    from bole.kernel.vault import services

    count = services.finish_rotation() if options.resume else services.rotate_master(by="bole vault rotate")
    emit(options, {"rewrapped": count}, f"已重新包裹 {count} 个数据密钥。请把新的主密钥加入密钥备份。")
    return 0


def _destroy(options: argparse.Namespace) -> int:
    prepare()
    from bole.kernel.vault import services
    from bole.people.sources import services as sources

    count = services.destroy_subject(options.subject, by="bole vault destroy", reason=options.reason)
    sources.clean_files()
    emit(options, {"destroyed": count}, f"已销毁 {count} 个密钥。")
    return 0
