"""Forms of intake. What may be chosen comes from the pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import Answer, Batch, Conflict, Decision, Mode, Status
from bole.people.sources.queries import decisions
from bole.people.sources.services.base import linkage_settings


def source_choices() -> list[tuple[str, str]]:
    """Sources of the pack by id, with their names."""
    return [
        (key, f"{key} {taxonomy.name_of(layout)}") for key, layout in sorted(taxonomy.current_pack().sources.items())
    ]


class ManyFiles(forms.FileField):
    """Several files at once; cleans to a list."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(item, initial) for item in files if item] or [super().clean(None, initial)]


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    files = ManyFiles(label=_("文件"), widget=ManyFilesInput(attrs={"multiple": True}), allow_empty_file=True)
    source = forms.ChoiceField(label=_("来源"), required=False, help_text=_("一般不用选,系统按表头识别。"))
    mode = forms.ChoiceField(
        label=_("方式"),
        required=False,
        choices=[
            ("", _("按来源和文件名判断")),
            (Mode.FULL, _("全量:未出现的行视为失效")),
            (Mode.DELTA, _("增量:只增改,不停用")),
        ],
    )
    as_of = forms.DateField(
        label=_("数据截至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填则取文件名里的年月,没有年月则取今天。"),
    )

    def __init__(self, *args: Any, is_employer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_employer:
            del self.fields["source"]  # a firm sends its roster and nothing else
        else:
            self.fields["source"].choices = [("", _("自动识别")), *source_choices()]


class BatchFilter(forms.Form):
    q = forms.CharField(label=_("文件名"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    source = forms.ChoiceField(label=_("来源"), required=False)
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *Status.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("全部")), *source_choices()]


class MappingForm(forms.Form):
    """One choice per unknown header: which column of the source it is."""

    source = forms.ChoiceField(label=_("来源"))

    def __init__(self, batch: Batch, *args: Any, source: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        self.fields["source"].choices = source_choices()
        chosen = source or batch.source or batch.asked_source
        self.fields["source"].initial = chosen
        layout = taxonomy.current_pack().sources.get(chosen)
        self.headers = [header for header in batch.headers if header not in batch.mapping]
        free = (
            [column.header for column in layout.columns if column.header not in batch.mapping.values()]
            if layout
            else []
        )
        for place, header in enumerate(self.headers):
            suggested = next((word for word in batch.unknown_headers.get(header, []) if word in free), "")
            self.fields[f"header_{place}"] = forms.ChoiceField(
                label=header,
                required=False,
                choices=[("", _("不读取这一列")), *((name, name) for name in free)],
                initial=suggested,
            )

    def header_fields(self) -> Iterator[forms.BoundField]:
        return (self[f"header_{place}"] for place in range(len(self.headers)))

    def chosen(self) -> dict[str, str]:
        """Header of the file to header of the layout."""
        return {header: self.cleaned_data.get(f"header_{place}", "") for place, header in enumerate(self.headers)}


DAY = {"type": "date"}


class DecisionFilter(forms.Form):
    q = forms.CharField(
        label=_("涉及的人"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=_("完整姓名"),
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Decision.Kind.choices])
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            (decisions.IN_FORCE, _("在用")),
            (decisions.WAITING, _("等待比对")),
            (decisions.REFUSED, _("无法执行")),
            (decisions.RETRACTED, _("已收回")),
        ],
    )
    who = forms.TypedChoiceField(label=_("决定人"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, by_name: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("全部")), *decisions.deciders()]
        if not by_name:
            del self.fields["q"]


class UndoForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class AgainForm(UndoForm):
    """The same question decided the same way once more."""


# --- reviews -------------------------------------------------------------------------------------------------------------

WHO = [("", _("等我判定的")), ("all", _("全部待核对")), ("decided", _("已判定"))]


class ReviewFilter(forms.Form):
    q = forms.CharField(
        label=_("姓名"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    who = forms.ChoiceField(label=_("范围"), required=False, choices=WHO)
    reason = forms.ChoiceField(label=_("原因"), required=False, choices=[("", _("全部")), *Conflict.Reason.choices])

    def __init__(self, *args: Any, by_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_name:
            del self.fields["q"]


class VerdictForm(forms.Form):
    """`seat` and `version`: what was seen. The reason is a usual one, one's own words, or both."""

    seat = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)
    usual = forms.CharField(required=False, max_length=60)
    reason = forms.CharField(label=_("补充说明"), required=False, max_length=500)

    def spoken(self) -> dict[str, Any]:
        said = self.cleaned_data
        reason = ";".join(part for part in (said["usual"].strip(), said["reason"].strip()) if part)
        return {"seat": said["seat"], "version": said["version"], "answer": said["answer"], "reason": reason}


def usual_reasons() -> list[tuple[str, str]]:
    """Usual reasons of the pack, each once: as written down, and as the reader's language has it."""
    known = linkage_settings.section("review")["usual"]
    rows = [row for answer in ("same", "different", "unsure") for row in known.get(answer, ())]
    return list({row["name"]: (row["name"], taxonomy.name_of(_Named(row))) for row in rows}.values())


class _Named:
    def __init__(self, row: dict[str, str]) -> None:
        self.name, self.name_en = row["name"], row.get("name_en", "")
