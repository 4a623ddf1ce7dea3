#!/bin/sh
# What only tests and pictures need: Chromium, Chinese fonts, and the npm parts (axe-core) in build/.
set -eu
cd "$(dirname "$0")/.."
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo "$@"
  else echo "请以管理员执行 / run as root: $*" >&2; return 1; fi
}
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK*.ttc >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
if [ -n "$missing" ]; then
  echo "安装$missing / installing$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
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
