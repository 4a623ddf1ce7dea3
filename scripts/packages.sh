# Sourced: `install_packages NAME…` installs Debian packages where we may, and says what an administrator has to do where we may not.
install_packages() {
  if [ "$(id -u)" = 0 ]; then
    by=
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    by=sudo
  else
    echo "请让管理员执行,然后再试 / ask an administrator to run this, then try again:" >&2
    echo "  apt-get update && apt-get install -y --no-install-recommends $*" >&2
    return 1
  fi
  echo "安装 / installing $*"
  $by apt-get update -qq
  $by env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
