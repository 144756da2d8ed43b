#!/usr/bin/env bash
# usage: packaging/install-packages.sh GROUP...   (groups of debian-packages.txt: build run test full pictures)
# Installs the packages that are missing, and only those. Uses sudo once, and only when it is not root.
set -euo pipefail

list="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/debian-packages.txt"

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Runs as root: installs "$@", reading the package lists anew only when apt does not know them or they are stale.
install_as_root() {
    export DEBIAN_FRONTEND=noninteractive
    local apt=(apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    if ! "${apt[@]}" --simulate install --no-install-recommends "$@" >/dev/null 2>&1; then
        echo "Reading Debian's package lists (apt-get update) ..."
        "${apt[@]}" update
    fi
    if ! "${apt[@]}" install --no-install-recommends "$@"; then
        echo "That failed; trying once more with fresh package lists ..."
        "${apt[@]}" update
        "${apt[@]}" install --no-install-recommends "$@"
    fi
}

if [ "${1:-}" = --as-root ]; then
    shift
    install_as_root "$@"
    exit
fi

[ $# -gt 0 ] || { sed -n 2,3p "${BASH_SOURCE[0]}"; exit 2; }

wanted=()
for group in "$@"; do
    while read -r line_group package word program _; do
        if [ "$line_group" != "$group" ]; then continue; fi
        if [ "$word" = unless ] && command -v "$program" >/dev/null; then continue; fi
        wanted+=("$package")
    done < "$list"
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not a Debian system, so nothing was installed. Needed, by their Debian 12 names:"
    echo "  ${wanted[*]}"
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing ${#missing[@]} missing Debian packages: ${missing[*]}"
if [ "$(id -u)" = 0 ]; then
    install_as_root "${missing[@]}"
elif command -v sudo >/dev/null; then
    echo "(with sudo, which may ask for your password)"
    exec sudo bash "${BASH_SOURCE[0]}" --as-root "${missing[@]}"
else
    echo "This needs root, and sudo is not there. As root, run this once and then start again:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
