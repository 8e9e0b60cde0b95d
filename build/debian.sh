#!/bin/sh
# debian.sh PACKAGE FILE: sees to it that FILE (a pattern) is there, from Debian's PACKAGE. Says nothing when it is.
# Only root can install, and only where there is apt-get; elsewhere it says what to install. No service is started.
set -eu
package=$1
pattern=$2

# The pattern is to be expanded here: a package may have its version in its paths.
# shellcheck disable=SC2086
found() { ls $pattern > /dev/null 2>&1; }

found && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "the tests need '$pattern': install it with 'apt-get install $package', or run make once as root" >&2
  exit 2
fi

# Debian starts the services of what is installed unless this file says no.
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
  trap 'rm -f "$guard"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$guard"
  chmod 755 "$guard"
fi

# PostgreSQL's package would also make a server of its own.
clusters=/etc/postgresql-common/createcluster.conf
if [ "$package" = postgresql ] && [ ! -e "$clusters" ]; then
  mkdir -p "${clusters%/*}"
  echo 'create_main_cluster = false' > "$clusters"
fi

echo "installing $package" >&2
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold "$package" > "$log" 2>&1; }
install || { apt-get update -q > "$log" 2>&1 && install; } || { cat "$log" >&2; rm -f "$log"; exit 2; }
rm -f "$log"
found || { echo "the package $package is installed, but '$pattern' does not exist" >&2; exit 2; }
