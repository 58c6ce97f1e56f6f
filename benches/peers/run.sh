#!/usr/bin/env bash
# Rond beside OSRM, Valhalla, fast_paths and RoutingKit on this machine: `./rond bench --peers [QUESTION …]`.
# Sets the peers up from the public registries the first time, all of it below target/peers; nothing is installed
# elsewhere. Exit codes: that of the comparison; 3 when it cannot be set up.
set -euo pipefail
here="$(cd "$(dirname "$(readlink -f "$0")")" && pwd)"
root="$(cd "$here/../.." && pwd)"
target="${CARGO_TARGET_DIR:-$root/target}"
case "$target" in /*) ;; *) target="$root/$target" ;; esac
peers="$target/peers"

say() { printf 'peers: %s\n' "$*" >&2; }

# The bindings of OSRM come ready-made for Python 3.12 and newer alone.
usable() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

python=""
for candidate in "${PYTHON:-python3}" python3 python3.{12,13,14,15} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
  if command -v "$candidate" >/dev/null 2>&1 && usable "$candidate"; then
    python="$candidate"
    break
  fi
done
if [ -z "$python" ]; then
  say "no Python 3.12 or newer with venv was found. Install one (Debian 13, Ubuntu 24.04: apt-get install python3-venv;"
  say "else from python.org or by pyenv), or name it: PYTHON=/path/to/python3 ./rond bench --peers"
  exit 3
fi

mkdir -p "$peers"
wanted="$peers/venv/requirements.txt"
if ! cmp -s "$here/requirements.txt" "$wanted"; then
  say "setting up OSRM and Valhalla in $peers/venv ($("$python" --version))"
  rm -rf "$peers/venv"
  if ! { "$python" -m venv "$peers/venv" && "$peers/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"; }; then
    say "the peers could not be installed; what pip said stands above. They need a Linux with glibc 2.28 or newer on x86_64 or arm64."
    exit 3
  fi
  cp "$here/requirements.txt" "$wanted"
fi

say "building Rond, fast_paths and RoutingKit"
if ! (cd "$root" && cargo build --release --locked --quiet -p api) ||
  ! (cd "$here/in-process" && cargo build --release --locked --quiet --target-dir "$peers/cargo"); then
  say "a build failed; what the compiler said stands above. RoutingKit needs a C++ compiler with OpenMP (Debian: build-essential)."
  exit 3
fi

export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 ROND_SHARED="${ROND_SHARED:-$root/../shared}"
exec "$peers/venv/bin/python" -m comparison --rond "$target/release/rond" --in-process "$peers/cargo/release/in-process-peers" \
  --data "$peers" "$@"
