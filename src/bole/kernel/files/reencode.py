"""Draws an uploaded image anew, without what came with it, in a child process with limits. Run as a module: image in, image out."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import warnings

MEMORY, CPU_SECONDS, WALL_SECONDS, PIXELS = 768 << 20, 10, 20, 40_000_000


class ImageRefused(ValueError):
    """Not an image, too large, or it costs more than an image may."""


def redraw(content: bytes) -> bytes:
    """The image as a fresh JPEG or PNG; raises ImageRefused."""
    try:
        result = subprocess.run(
            [sys.executable, "-m", "bole.kernel.files.reencode"],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            preexec_fn=_limit,
        )
    except subprocess.TimeoutExpired:
        raise ImageRefused("time") from None
    if result.returncode or not result.stdout:
        raise ImageRefused(f"exit {result.returncode}")
    return result.stdout


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _draw(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF")) as image:
        png = image.format != "JPEG"
        upright = ImageOps.exif_transpose(image)
        plain = upright.convert("RGBA" if png and "A" in upright.convert("RGBA").getbands() else "RGB")
        plain.info.clear()
        target = io.BytesIO()
        plain.save(target, "PNG" if png else "JPEG", quality=90)
    return target.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read()))
