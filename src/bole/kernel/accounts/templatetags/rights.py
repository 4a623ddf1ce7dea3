"""Offer only what the reader may open: `{% load rights %}{% if request|may:"registry.list_people" %}…{% endif %}`."""

from django import template
from django.http import HttpRequest

from bole.kernel.accounts.services import can

register = template.Library()


@register.filter
def may(request: HttpRequest, action: str) -> bool:
    """True when the policy gives the reader's post this action."""
    return can(request, action)
