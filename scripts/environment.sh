#!/bin/sh
# Builds .venv from the hash-locked file: `environment.sh base` to run the product, `environment.sh dev` to test it.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-base}
lock=requirements/$kind.lock
stamp=.venv/.installed-$kind
want=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
# dev holds everything of base
if [ "$kind" = base ] && [ -f .venv/.installed-dev ]; then
  kind=dev lock=requirements/dev.lock stamp=.venv/.installed-dev
  want=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
fi
compile_own() { # byte code once, here, where the environment forbids Python to write it: half of the start otherwise
  .venv/bin/python -m compileall -q src demo >/dev/null 2>&1 || true
}
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && [ -x .venv/bin/bole ]; then
  [ -z "${PYTHONDONTWRITEBYTECODE:-}" ] || compile_own
  exit 0
fi

python=
for candidate in python3.11 python3; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))'; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "需要 Python 3.11 / Python 3.11 is needed" >&2
  . scripts/packages.sh
  install_packages python3 python3-venv
  python=python3
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  . scripts/packages.sh
  install_packages python3-venv
fi
echo "建立环境(约一分钟)/ building the environment ($kind)"
.venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv # also after one that was broken off
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
.venv/bin/python -m compileall -q .venv/lib >/dev/null 2>&1 || true
compile_own
printf %s "$want" > "$stamp"
