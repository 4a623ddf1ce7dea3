"""A whole instance as `make run` starts it (database, web, worker, demo county of 1,500 people), driven by Chromium.

All journeys share one instance, so they run in one worker and each leaves things as others may need them. While writing one,
`BOLE_JOURNEY_URL=http://127.0.0.1:8000 BOLE_VAR=…` drives an instance that runs already, `BOLE_JOURNEY_SHOTS=DIR` keeps pictures.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
]
PEOPLE = 1500
FILES = 22
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Instance:
    """One running instance: its address and its folder."""

    url: str
    var: Path

    def bole(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("bole")
        return subprocess.run([program, *arguments], env=_environment(self.var), capture_output=True, text=True)


def _environment(var: Path) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BOLE_") and k != "DJANGO_SETTINGS_MODULE"}
    return {**clean, "BOLE_VAR": str(var), "PEOPLE": str(PEOPLE)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One instance for all of them, and the newcomer comes first: the county must still be on its way."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="package")
def instance() -> Iterator[Instance]:
    if url := os.environ.get("BOLE_JOURNEY_URL"):
        yield Instance(url, Path(os.environ["BOLE_VAR"]))
        return
    with tempfile.TemporaryDirectory(prefix="bole-journey-") as name:
        Path(name).chmod(0o755)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**_environment(Path(name) / "var"), "PORT": str(port)}
        log = open(Path(name) / "run.log", "w")  # noqa: SIM115 - closed with the instance
        program = Path(sys.executable).with_name("bole")
        process = subprocess.Popen([program, "run"], env=environment, stdout=log, stderr=log, cwd=ROOT)
        running = Instance(f"http://127.0.0.1:{port}", Path(name) / "var")
        try:
            _wait_until_up(running, process, Path(name) / "run.log")
            yield running
        finally:
            process.terminate()
            process.wait(60)
            log.close()


def _wait_until_up(running: Instance, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        if process.poll() is not None:
            pytest.fail(f"bole run ended: {log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(running.url, timeout=5) as answer:
                if answer.status == 200 and "人才之家" in answer.read().decode():
                    return
                time.sleep(0.2)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"no answer: {log.read_text()[-3000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@dataclass
class Visitor:
    """A browser window of one member of the cast. CSP violations and script errors fail the test when it closes."""

    context: BrowserContext
    page: Page
    instance: Instance
    complaints: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.instance.url + path)
        return self.page

    def shoot(self, name: str) -> None:
        if folder := os.environ.get("BOLE_JOURNEY_SHOTS"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def sign_in(self, name: str) -> Page:
        self.open("/accounts/demo/")
        self.page.locator(f"form[action$='/{name}/'] button").click()
        return self.page


@pytest.fixture
def visit(browser: Browser, instance: Instance) -> Iterator[Callable[..., Visitor]]:
    """`visit("steward", phone=True, english=True, script=False)` opens a window of its own for each visitor."""
    opened: list[Visitor] = []

    def start(name: str = "", *, phone: bool = False, english: bool = False, script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale="en" if english else "zh-CN",
            java_script_enabled=script,
        )
        context.set_default_timeout(20_000)
        context.route(lambda url: not url.startswith(instance.url), lambda route: route.abort())
        if english:
            context.add_cookies([{"name": "bole_language", "value": "en", "url": instance.url}])
        visitor = Visitor(context, context.new_page(), instance, [])
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"script: {error}"))
        visitor.page.on("console", lambda m: visitor.complaints.append(m.text) if m.type == "error" else None)
        opened.append(visitor)
        if name:
            visitor.sign_in(name)
        return visitor

    yield start
    complaints = [text for visitor in opened for text in visitor.complaints if "status of 4" not in text]
    for visitor in opened:
        visitor.context.close()
    assert complaints == []


@pytest.fixture(scope="package")
def county(instance: Instance) -> Instance:
    """The instance once every file of the demo county has been linked and published."""
    for _ in range(300):
        state = instance.bole("intake", "status", "--json")
        if state.returncode == 0 and _settled(json.loads(state.stdout)):
            return instance
        time.sleep(1)
    pytest.fail(f"the demo county did not come together within five minutes: {state.stdout}")


def _settled(state: dict[str, Any]) -> bool:
    """Every file of the county is in the register and nothing is on its way."""
    batches, run = state["batches"], state["last_run"] or {}
    moving = sum(batches.get(status, 0) for status in ("received", "reading", "checked", "stored", "linked"))
    return batches.get("published", 0) >= FILES and not moving and run.get("stage") == "done"
