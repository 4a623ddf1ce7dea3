#!/bin/sh
# What only tests and pictures need: Chromium, Chinese fonts, and the npm parts (axe-core) in build/.
set -eu
cd "$(dirname "$0")/.."
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK*.ttc >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
if [ -n "$missing" ]; then
  . scripts/packages.sh
  # shellcheck disable=SC2086
  install_packages $missing
fi
[ -f package-lock.json ] || exit 0
want=$(sha256sum package-lock.json | cut -d' ' -f1)
[ -f build/.npm ] && [ "$(cat build/.npm)" = "$want" ] && exit 0
mkdir -p build
cp package.json package-lock.json build/
if ! command -v npm >/dev/null 2>&1; then
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/npm.lock
  PATH="$PWD/.venv/bin:$PATH"
fi
(cd build && npm ci --ignore-scripts --no-audit --no-fund --silent)
printf %s "$want" > build/.npm
