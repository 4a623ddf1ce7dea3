"""What comes in is checked by content and kept unreadable; what goes out goes to those who may have it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from bole.core.errors import InvalidInput, NotFound
from bole.kernel.audit.models import SecurityEvent
from bole.kernel.files import services
from bole.kernel.files.models import StoredFile
from bole.kernel.files.sealing import CHUNK, FileDamaged
from tests import cast

pytestmark = pytest.mark.django_db
SECRET = b"330523199001011234"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path)


def _store(content: bytes, name: str = "a.csv", **options: object) -> StoredFile:
    settings = {"by": cast.user_of("steward"), "purpose": "归集", "keep_until": None, **options}
    return services.store_file(name=name, content=io.BytesIO(content), **settings)  # type: ignore[arg-type]


def test_a_file_comes_back_whole_and_lies_on_the_disk_unreadable() -> None:
    content = SECRET * 150_000  # nearly three chunks
    stored = _store(content)
    assert SECRET not in stored.path.read_bytes()
    assert stored.path.stat().st_mode & 0o077 == 0
    with services.open_file(stored, by="test", purpose="核对") as reader:
        assert reader.read() == content
        reader.seek(CHUNK - 5)
        assert reader.read(40) == content[CHUNK - 5 : CHUNK + 35]
    assert SecurityEvent.objects.filter(kind="files.opened", detail__file=str(stored.id)).count() == 1


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1])
def test_every_length_comes_back(size: int) -> None:
    content = b"x" * size
    assert services.open_file(_store(content), by="t", purpose="t").read() == content


def test_a_changed_or_cut_file_does_not_open() -> None:
    stored = _store(SECRET * 120_000)
    sealed = stored.path.read_bytes()
    stored.path.write_bytes(sealed[:-30])
    with pytest.raises(FileDamaged):
        services.open_file(stored, by="t", purpose="t").read()
    stored.path.write_bytes(sealed[: CHUNK + 40])
    with pytest.raises(FileDamaged):
        services.open_file(stored, by="t", purpose="t").read()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file.empty"),
        ("a.csv", b"\x00\x01\x02binary", "file.kind"),
        ("a.xlsx", "姓名,电话".encode(), "file.extension"),
        ("a.pdf", b"%PDF-1.7 ...", "file.kind"),
    ],
)
def test_what_is_not_wanted_is_refused_with_a_reason(name: str, content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        _store(content, name, accept={"text", "xlsx"})
    assert caught.value.code == code
    assert name in str(caught.value)


def test_a_path_in_a_name_is_only_a_name() -> None:
    assert _store(b"x", "..\\..\\etc/pass\nwd.csv").name == "passwd.csv"


def test_images_lose_what_came_with_them() -> None:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "330523199001011234"
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=exif)
    assert SECRET in picture.getvalue()
    stored = _store(picture.getvalue(), "a.jpg", accept={"jpeg"})
    kept = services.open_file(stored, by="t", purpose="t").read()
    assert SECRET not in kept
    assert Image.open(io.BytesIO(kept)).size == (40, 30)


def test_an_image_bomb_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(InvalidInput) as caught:
        _store(bomb.getvalue(), "bomb.png")
    assert caught.value.code == "file.image"


def test_a_file_past_its_term_is_unreadable_even_from_a_copy() -> None:
    today = timezone.localdate()
    due = _store(SECRET, keep_until=today - dt.timedelta(days=1))
    kept = _store(SECRET, keep_until=today)
    copy = due.path.read_bytes()
    assert services.destroy_due(today=today) == 1
    due.refresh_from_db()
    due.path.write_bytes(copy)  # from a backup
    due.destroyed_at = None
    with pytest.raises(NotFound):
        services.open_file(due, by="t", purpose="t")
    assert services.open_file(kept, by="t", purpose="t").read() == SECRET


def test_only_the_owner_and_those_with_the_right_download(client: Client) -> None:
    stored = _store(SECRET, "名单.csv", action="audit.view")
    for who, status in (("steward", 200), ("auditor", 200), ("clerk", 404), ("talent", 404)):
        cast.as_role(client, who)
        response = client.get(f"/files/{stored.id}/")
        assert response.status_code == status, who
        if status == 200:
            assert b"".join(response.streaming_content) == SECRET  # type: ignore[attr-defined]
            assert response["Content-Disposition"].startswith("attachment")
            assert response["X-Content-Type-Options"] == "nosniff"


def test_one_sees_ones_own_files(client: Client) -> None:
    _store(SECRET, "退回.csv")
    cast.as_role(client, "steward")
    assert "退回.csv" in client.get("/files/").content.decode()
    cast.as_role(client, "clerk")
    assert "退回.csv" not in client.get("/files/").content.decode()
