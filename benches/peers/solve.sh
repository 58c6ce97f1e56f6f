#!/usr/bin/env bash
# Rond, and on request PyVRP, OR-Tools and VROOM, on the benchmark instances: `./rond bench --solve [OPTION …]`, --help lists them.
# Peers come from PyPI the first time one is asked for, below target/peers; nothing is installed elsewhere.
# Exit codes: 0; 1 a referee refused a solution of Rond; 2 a wrong option; 3 when it cannot be set up.
set -euo pipefail
here="$(cd "$(dirname "$(readlink -f "$0")")" && pwd)"
root="$(cd "$here/../.." && pwd)"
target="${CARGO_TARGET_DIR:-$root/target}"
case "$target" in /*) ;; *) target="$root/$target" ;; esac

say() { printf 'bench: %s\n' "$*" >&2; }

python=""
for candidate in "${PYTHON:-python3}" python3 python3.{11,12,13,14,15} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
  if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python="$candidate"
    break
  fi
done
if [ -z "$python" ]; then
  say "no Python 3.11 or newer with venv was found. Install one (Debian: apt-get install python3-venv), or name it: PYTHON=/path/to/python3"
  exit 3
fi

case " $* " in
  *pyvrp* | *ortools* | *vroom*)
    venv="$target/peers/solve-venv"
    if ! cmp -s "$here/solve/requirements.txt" "$venv/requirements.txt"; then
      say "setting up PyVRP, OR-Tools and VROOM in $venv"
      if ! { "$python" -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/solve/requirements.txt"; }; then
        say "the peers could not be installed; what pip said stands above"
        exit 3
      fi
      cp "$here/solve/requirements.txt" "$venv/requirements.txt"
    fi
    python="$venv/bin/python"
    ;;
esac

say "building Rond"
if ! (cd "$root" && cargo build --release --locked --quiet -p api); then
  say "the build failed; what the compiler said stands above"
  exit 3
fi
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1
exec "$python" -m solve --rond "$target/release/rond" --shared "${ROND_SHARED:-$root/../shared}" "$@"
