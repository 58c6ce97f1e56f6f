"""`./rond bench --peers`: the questions in words, the answers as markdown on standard output."""

from __future__ import annotations

import os

# Every figure is for one thread; these are read when the libraries are loaded.
for library in ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[library] = "1"

import argparse
import datetime
import platform
import sys
from pathlib import Path

from . import durations, growth, osrm_peer, side_by_side, valhalla_peer
from .processes import run

SIDE_BY_SIDE = ["pt-porto-metro-2020", "de-rhein-neckar-2016", "li-liechtenstein-2021", "synth-1000000"]
GROWTH = ["synth-10000", "synth-100000", "synth-1000000"]


def main() -> int:
    arguments = _arguments()
    _print_machine(arguments.rond)
    shared = Path(os.environ["ROND_SHARED"]) / "data/osm"
    if not shared.is_dir():
        print(f"skipped: no extracts in {shared} (set ROND_SHARED)", file=sys.stderr)

    def extract_of(name: str) -> Path:
        if name.startswith("synth-"):
            return growth.region(arguments.rond, int(name.removeprefix("synth-")), arguments.data / "regions")
        return shared / f"{name}.osm.pbf"

    def existing(names: list[str]) -> list[Path]:
        return [path for path in map(extract_of, names) if path.exists()]

    asked = arguments.question
    if asked in ("durations", "all"):
        extracts = existing(arguments.extracts or durations.EXTRACTS)
        durations.compare(
            arguments.rond, arguments.in_process, extracts, arguments.data / "data", arguments.data / "outliers.csv"
        )
    if asked in ("side-by-side", "growth", "all"):
        default = {"side-by-side": SIDE_BY_SIDE, "growth": GROWTH, "all": list(dict.fromkeys(SIDE_BY_SIDE + GROWTH))}
        measured = {}
        for extract in existing(arguments.extracts or default[asked]):
            name = extract.name.removesuffix(".osm.pbf")
            folder = arguments.data / "side-by-side" / name
            measured[name] = side_by_side.measure(
                arguments.rond, arguments.in_process, extract, folder, arguments.repeat, set(arguments.without)
            )
            side_by_side.print_table(name, measured[name])
        growth.plot({n: r for n, r in measured.items() if n.startswith("synth-")}, arguments.data / "growth.svg")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./rond bench --peers", description=__doc__)
    parser.add_argument("question", nargs="?", default="all", choices=["all", "durations", "side-by-side", "growth"])
    parser.add_argument(
        "extracts", nargs="*", help="names of extracts below data/osm of ROND_SHARED, or synth-N for a region of N vertices"
    )
    parser.add_argument("--repeat", type=int, default=3, help="how often each figure is measured (default: 3)")
    parser.add_argument(
        "--without", action="append", default=[], choices=side_by_side.LEAVABLE, help="a peer to leave out; may be repeated"
    )
    for path in ("rond", "in-process", "data"):
        parser.add_argument(f"--{path}", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_intermixed_args()


def _print_machine(rond: Path) -> None:
    processor = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"- command: `./rond bench --peers {' '.join(sys.argv[7:])}`")
    print(f"- date: {datetime.date.today()}; {os.cpu_count()} × {processor}; load before: {load}")
    version = run([rond, "--version"])[1].strip()
    print(f"- {version}, {osrm_peer.VERSION}, {valhalla_peer.VERSION}, fast_paths 1.0.0, routingkit-cch 0.1.4\n")


if __name__ == "__main__":
    sys.exit(main())
