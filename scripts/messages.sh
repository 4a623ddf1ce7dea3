#!/bin/sh
# The English catalogue: extract every Chinese text from code and templates, merge with what is translated, compile. Needs GNU gettext.
set -eu
cd "$(dirname "$0")/.."
command -v msgmerge >/dev/null 2>&1 || { echo "请先安装 gettext / install gettext first" >&2; exit 1; }
here=$(pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
# A copy, so that the file of literals never stands in the tree; without migrations and static files, which say nothing.
tar -C src/bole --exclude=migrations --exclude=static --exclude=__pycache__ --exclude=locale -cf - . | tar -C "$copy" -xf -
.venv/bin/python scripts/literals.py src/bole packs >"$copy/literals.py"
catalogue=src/bole/locale/en/LC_MESSAGES/django.po
mkdir -p "$(dirname "$catalogue")"
(cd "$copy" && "$here/.venv/bin/python" -m bole makemessages -l en --no-location --no-wrap --no-obsolete >/dev/null)
# Guesses are worse than gaps: what msgmerge guessed is emptied, so that it shows up as untranslated.
msgattrib --no-wrap --clear-fuzzy --clear-previous --empty --sort-output -o "$copy/sorted.po" "$catalogue"
sed -e '/^"POT-Creation-Date:/d' -e '/^#\. /d' "$copy/sorted.po" >"$catalogue"
msgfmt --check-format --statistics -o "${catalogue%.po}.mo" "$catalogue"
