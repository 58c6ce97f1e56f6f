"""Rond, and where they take the problem PyVRP, OR-Tools and VROOM, on the benchmark instances: mean gap to the best known value.

One thread each, the same limits, the same instances; the referee of the family checks every solution. What it refuses
counts as refused, not in the mean. Markdown on standard output, one line a run on standard error.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from . import peers
from .instances import FORMATS, chosen


def rond(program, instance, seconds, seed, out):
    """Runs `rond solve`; tells what went wrong."""
    asked = [program, "solve", "--format", instance.format, instance.path, "--time-limit", str(seconds)]
    told = subprocess.run(asked + ["--seed", str(seed), "--out", out], capture_output=True, text=True, check=False)
    return "" if told.returncode == 0 else told.stderr.strip()


def arguments():
    """What is asked for."""
    take = argparse.ArgumentParser(prog="./rond bench --solve", description=__doc__)
    take.add_argument("--families", default=",".join(FORMATS), help="folders of the test data, with commas between (default all)")
    take.add_argument("--match", default="", help="only instances whose name has this (a regular expression)")
    take.add_argument("--seconds", default="1,10", help="time limits, with commas between (default 1,10)")
    take.add_argument("--seeds", default="1", help="seeds, with commas between (default 1)")
    take.add_argument("--sample", type=int, default=4, help="instances a class, evenly spread; 0 for all (default 4)")
    take.add_argument("--solvers", default="rond", help=f"with commas between: rond,{','.join(peers.PEERS)} (default rond)")
    take.add_argument("--rond", required=True, help=argparse.SUPPRESS)
    take.add_argument("--shared", required=True, help=argparse.SUPPRESS)
    asked = take.parse_args()
    unknown = set(asked.families.split(",")) - set(FORMATS) | set(asked.solvers.split(",")) - {"rond", *peers.PEERS}
    if unknown:
        take.error(f"unknown: {', '.join(sorted(unknown))}")
    return asked


def measure(asked, folder):
    """`{(class, solver, seconds): ([gaps], refused)}`."""
    gaps = {}
    for kind, instances in chosen(asked.shared, asked.families.split(","), asked.sample, asked.match).items():
        runs = [
            (solver, float(seconds), int(seed), instance)
            for instance in instances
            for seconds in asked.seconds.split(",")
            for seed in asked.seeds.split(",")
            for solver in asked.solvers.split(",")
        ]
        for solver, seconds, seed, instance in runs:
            if solver != "rond" and instance.format != "solomon":
                continue
            out = os.path.join(folder, "solution.json")
            began = time.monotonic()
            if solver == "rond":
                trouble = rond(asked.rond, instance, seconds, seed, out)
            else:
                trouble = peers.run(solver, instance, seconds, seed, out)
            took = time.monotonic() - began
            report = instance.check(out) if os.path.exists(out) else {}
            if os.path.exists(out):
                os.remove(out)
            passed = report.get("feasible", False) and report.get("claim_holds", True)
            cell = gaps.setdefault((kind, solver, seconds), ([], []))
            cell[0 if passed else 1].append(report.get("gap_percent") if passed else instance.name)
            line = [instance.name, solver, seconds, seed, report.get("objective"), report.get("gap_percent"), round(took, 2)]
            print(json.dumps(line + ([] if passed else [report.get("messages"), trouble])), file=sys.stderr, flush=True)
    return gaps


def table(gaps):
    """Markdown: a row for each class and solver, a column for each limit."""
    limits = sorted({seconds for _, _, seconds in gaps})
    lines = ["| instances | solver | " + " | ".join(f"{s:g} s" for s in limits) + " | runs | refused |"]
    lines.append("|---" * (len(limits) + 4) + "|")
    for kind, solver in dict.fromkeys((kind, solver) for kind, solver, _ in gaps):
        cells = [gaps.get((kind, solver, s), ([], [])) for s in limits]
        means = [f"{statistics.mean(found):.2f} %" if found else "–" for found, _ in cells]
        refused = sum(len(bad) for _, bad in cells)
        lines.append(f"| {kind} | {solver} | {' | '.join(means)} | {sum(len(f) for f, _ in cells)} | {refused} |")
    return "\n".join(lines)


def main():
    """Measures and prints."""
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        gaps = measure(asked, folder)
    if not gaps:
        sys.exit("no instances: is ROND_SHARED the folder that holds data/instances?")
    print(table(gaps))
    return int(any(bad for (_, solver, _), (_, bad) in gaps.items() if solver == "rond"))


if __name__ == "__main__":
    sys.exit(main())
