# Sourced by ./run and ./check: where things are, how to configure and build a preset. Not a program of its own.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '%s\n' "$*" >&2; }

# Compilers of this project need up to 1.5 GB each; more of them than fit would swap.
jobs() {
    local cores memory_gb
    cores="$(nproc)"
    memory_gb="$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo 2>/dev/null || echo 4)"
    local by_memory=$((memory_gb * 2 / 3))
    [ "$by_memory" -ge 1 ] || by_memory=1
    [ "$cores" -le "$by_memory" ] && echo "$cores" || echo "$by_memory"
}

# ccache needs a place that can be written to; a home may be missing.
if [ -z "${CCACHE_DIR:-}" ] && ! mkdir -p "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}" 2>/dev/null; then
    export CCACHE_DIR="$root/build/ccache"
fi

# Two presets with the same flags share what they compile, whatever their build folders are called.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR="$root"

# configure PRESET: only when it was not done yet, the presets changed, or the folder was moved since.
configure() {
    local dir="$root/build/$1" cache="$root/build/$1/CMakeCache.txt" fresh=()
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then fresh=(--fresh); fi
    if [ -f "$dir/build.ninja" ] && [ ${#fresh[@]} = 0 ] && [ ! "$root/CMakePresets.json" -nt "$dir/.configured" ]; then
        return 0
    fi
    say "Configuring build/$1 ..."
    (cd "$root" && cmake --preset "$1" "${fresh[@]}" >&2) && touch "$dir/.configured"
}

# build PRESET [TARGET...]: says nothing when there is nothing to do.
build() {
    local dir="$root/build/$1"
    shift
    if ninja -C "$dir" -n "$@" 2>/dev/null | grep -q 'no work to do'; then return 0; fi
    say "Building ${dir#"$root"/} ..."
    ninja -C "$dir" -j "$(jobs)" "$@" >&2
}

has_target() { ninja -C "$root/build/$1" -t query "$2" >/dev/null 2>&1; }
