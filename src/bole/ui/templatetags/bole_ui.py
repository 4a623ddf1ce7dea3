"""`{% load bole_ui %}`: every component of the look. One usage line each in bole/ui/README.md."""

from django import template

from bole.ui.components import blocks, figures, formats, forms, graphics, icons, pages, retelling, tables

register = template.Library()
for _module in (blocks, figures, formats, forms, graphics, icons, pages, retelling, tables):
    register.tags.update(_module.register.tags)
    register.filters.update(_module.register.filters)
