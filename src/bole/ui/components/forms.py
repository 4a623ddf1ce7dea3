"""Forms: fields, summary of errors, buttons, keys, search, file drop, secrets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def idempotency() -> SafeString:
    """One key per form shown: a double click or a repeated POST has one effect."""
    return format_html('<input type="hidden" name="_idempotency" value="{}">', uuid.uuid4())


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, hint: str = "", css: str = "") -> dict[str, Any]:
    """Label, hint, error and control, tied together for screen readers (Django writes aria-describedby itself)."""
    return {
        "field": bound,
        "hint": hint or bound.help_text,
        "css": css,
        "group": bound.use_fieldset,
        "single": getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset,
        "describedby": bound.aria_describedby or "",
    }


@register.inclusion_tag("ui/_form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Summary of errors, hidden and visible fields of a Django form, in its order."""
    return {"form": form}


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(form: BaseForm | None = None, errors: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """What is wrong, at the top, each line a link to its field. `errors` are further (text, id of field) pairs."""
    found = list(errors)
    if form is not None and form.is_bound:
        for bound in form:
            found += [(f"{bound.label}:{text}", bound.id_for_label or str(bound.auto_id)) for text in bound.errors]
        found += [(str(text), "") for text in form.non_field_errors()]
    return {"errors": found}


@register.simple_tag
def button(label: str, kind: str = "", name: str = "", value: str = "", key: str = "", css: str = "") -> SafeString:
    """A submit button: primary (one a page), danger, or plain. `key` shows and binds a key (see bole.js, data-key)."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    bound = format_html(' data-key="{}"', key.lower()) if key else ""
    shown = format_html(" <kbd>{}</kbd>", key) if key else ""
    return format_html('<button class="btn {} {}"{}{}>{}{}</button>', kind, css, named, bound, label, shown)


@register.simple_tag
def link_button(label: str, href: str, kind: str = "", css: str = "", key: str = "") -> SafeString:
    """A link that looks like a button: it leads somewhere, it changes nothing."""
    bound = format_html(' data-key="{}"', key.lower()) if key else ""
    shown = format_html(" <kbd>{}</kbd>", key) if key else ""
    return format_html('<a class="btn {} {}" href="{}"{}>{}{}</a>', kind, css, href, bound, label, shown)


@register.inclusion_tag("ui/_search.html", takes_context=True)
def search_box(
    context: RequestContext,
    action: str = "",
    placeholder: str = "",
    name: str = "q",
    label: str = "",
    id: str = "",
    method: str = "get",
    shown_at: str = "",
) -> dict[str, Any]:
    """A search that works by Enter alone; "/" leads to the first one of the page. `method` "post" where a number may be typed that
    must not stand in an address; `shown_at`: the page whose question the box then shows again."""
    request = context.get("request")
    value = request.GET.get(name, "") if request and request.path == (shown_at or action) else ""
    return {
        "action": action,
        "method": method,
        "placeholder": placeholder or _("姓名、拼音、证件、企业"),
        "name": name,
        "label": label or _("搜索"),
        "id": id or f"search-{uuid.uuid4().hex[:6]}",
        "value": "" if value.startswith("~") else value,  # a ticket in place of a number is nothing to read
    }


@register.inclusion_tag("ui/_file_drop.html")
def file_drop(
    name: str = "files", accept: str = "", multiple: bool = True, label: str = "", hint: str = "", id: str = ""
) -> dict[str, Any]:
    """A file field one can also drop files on; without a script it is a plain file field."""
    return {
        "name": name,
        "accept": accept,
        "multiple": multiple,
        "label": label or _("选择文件,或拖到这里"),
        "hint": hint,
        "id": id or f"id_{name}",
    }


@register.inclusion_tag("ui/_masked.html")
def masked(shown: str, url: str = "", label: str = "", purposes: Sequence[str] = (), id: str = "") -> dict[str, Any]:
    """A masked value; with `url` a form that asks for the purpose and reveals it (POST `purpose`), leaving a trace."""
    return {
        "shown": shown,
        "url": url,
        "label": label,
        "purposes": purposes,
        "id": id or f"purpose-{uuid.uuid4().hex[:6]}",
    }


@register.inclusion_tag("ui/_filter_chips.html")
def filter_chips(chips: Sequence[tuple[str, str]], clear: str = "") -> dict[str, Any]:
    """The filters in force as (text, address without it), and one link that clears them all."""
    return {"chips": chips, "clear": clear}


@register.inclusion_tag("ui/_switches.html", takes_context=True)
def switches(context: RequestContext) -> dict[str, Any]:
    """Language and large text, as forms: they work without a script."""
    return {"ui": context.get("ui"), "csrf_token": context.get("csrf_token", mark_safe(""))}
