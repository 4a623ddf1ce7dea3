"""Uploads on their way to the disk: a full disk is said to the sender, not to the log alone."""

from __future__ import annotations

import errno
from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from bole.core.errors import Unavailable

FULL = (errno.ENOSPC, errno.EDQUOT)


class CarefulUploadHandler(TemporaryFileUploadHandler):
    """Ends the upload where the disk has no room for it; what has been written is removed, and the view is told."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()  # now, while there is somebody to tell
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.request.disk_full = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False) from error


def refuse_cut_off(request: HttpRequest) -> None:
    """Raises Unavailable when a file of this request found no room on the disk."""
    if getattr(request, "disk_full", False):
        raise Unavailable(
            _("磁盘已满,文件没有收下。"), remedy=_("请告诉系统管理员清理磁盘,然后再上传一次。"), code="upload.disk_full"
        )
