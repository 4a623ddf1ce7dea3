"""The live page: per source what arrived and what became of it, and what the machine does now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bole.kernel.accounts.services import can, requires
from bole.people.sources import queries
from bole.people.sources.models import LinkRun

Stage = LinkRun.Stage


@requires("sources.view")
def live_page(request: HttpRequest) -> HttpResponse:
    """/sources/"""
    return render(request, "sources/live.html", {**_context(request), "may_upload": can(request, "sources.upload")})


@requires("sources.view")
def live_part(request: HttpRequest) -> HttpResponse:
    """The part of the live page that is asked for again and again."""
    return render(request, "sources/_live.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    live = queries.live(request.grant)  # type: ignore[attr-defined]
    return {"live": live, "steps": steps(live)}


def steps(live: queries.Live) -> list[dict[str, Any]]:
    """What the machine does now, as a line of stations."""
    run = live.run
    linking = run is not None and run.finished_at is None
    reading = bool(live.running)
    done = not live.is_busy and live.totals["files"] > 0
    place = _place(run) if linking and run else 0
    read_note = _("%(count)s 个文件已收到") % {"count": live.totals["files"]} if live.totals["files"] else ""
    if reading:
        read_note = live.running[0].file_name
    notes = [
        read_note,
        _("%(count)s 行退回") % {"count": f"{live.totals['rejected']:,}"} if live.totals["rejected"] else "",
        _("%(count)s 条线索") % {"count": f"{run.edges:,}"} if run and run.edges else "",
        _("%(done)s / %(count)s 人") % {"done": f"{run.persons_done:,}", "count": f"{run.persons:,}"}
        if run and run.persons
        else "",
        _("用时 %(seconds)s 秒") % {"seconds": round(sum(run.timings.values()), 1)} if run and run.timings else "",
    ]
    titles = [
        _("读表、认表头"),
        _("校验证件号码、日期、代码"),
        _("比对:谁和谁是同一个人"),
        _("合成一人一档,记下每个值从哪来"),
        _("发布快照,更新人才库、指标、地图"),
    ]
    states = [_state(number, reading, place, done) for number in range(len(titles))]
    return [
        {"title": title, "note": note, "when": "", "href": "", "state": state}
        for title, note, state in zip(titles, notes, states, strict=True)
    ]


def _place(run: LinkRun) -> int:
    """The station of a run: 2 comparing, 3 deriving and writing, 4 publishing."""
    if run.stage in (Stage.DERIVE, Stage.PUBLISH):
        return 3
    return 4 if run.stage == Stage.SNAPSHOT else 2


def _state(number: int, reading: bool, place: int, done: bool) -> str:
    if done:
        return "done"
    if reading and number <= 1:
        return "now"
    if place:
        return "now" if number == place else "done" if number < place else "next"
    return "next"
