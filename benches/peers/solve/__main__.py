"""Rond, and where they take the problem PyVRP, OR-Tools and VROOM, on the benchmark instances: mean gap to the best known value.

One thread each, the same limits, the same instances; the referee of the family checks every solution. What it refuses
counts as refused, not in the mean. Where no best value is known (care days), the gap is to the best that was found in this run. Late is
who took a tenth longer than the limit: Rond from the start of the program, the others from the problem in memory.
Markdown on standard output, one line a run on standard error.
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
    asked += ["--seed", str(seed), "--out", out]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=2 * seconds + 10)
    except subprocess.TimeoutExpired:
        return "did not stop"
    return "" if told.returncode == 0 else told.stderr.strip()


def arguments():
    """What is asked for."""
    take = argparse.ArgumentParser(prog="./rond bench --solve", description=__doc__)
    take.add_argument("--families", default=",".join(f for f in FORMATS if f != "care"), help="folders of the test data, with commas between (default all); care: sampled days, see care.py")
    take.add_argument("--match", default="", help="only instances whose name has this (a regular expression)")
    take.add_argument("--seconds", default="1,10", help="time limits, with commas between (default 1,10)")
    take.add_argument("--seeds", default="1", help="seeds, with commas between (default 1)")
    take.add_argument("--sample", type=int, default=4, help="instances a class, evenly spread; 0 for all, of care days 4 (default 4)")
    take.add_argument("--solvers", default="rond", help=f"with commas between: rond,{','.join(peers.PEERS)} (default rond)")
    take.add_argument("--rond", required=True, help=argparse.SUPPRESS)
    take.add_argument("--shared", required=True, help=argparse.SUPPRESS)
    asked = take.parse_args()
    unknown = set(asked.families.split(",")) - set(FORMATS) | set(asked.solvers.split(",")) - {"rond", *peers.PEERS}
    if unknown:
        take.error(f"unknown: {', '.join(sorted(unknown))}")
    return asked


def measure(asked, folder):
    """`[{kind, name, solver, seconds, objective, gap, passed, late}]`."""
    told = []
    families = asked.families.split(",")
    for kind, instances in chosen(asked.shared, families, asked.sample, asked.match, asked.rond, folder).items():
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
                if solver != "rond":
                    with open(out, encoding="utf-8") as file:
                        took = json.load(file)["seconds"]
                os.remove(out)
            passed = report.get("feasible", False) and report.get("claim_holds", True)
            run = {"kind": kind, "name": instance.name, "solver": solver, "seconds": seconds, "passed": passed}
            run |= {"objective": report.get("objective"), "gap": report.get("gap_percent"), "late": took > 1.1 * seconds}
            told.append(run)
            line = [instance.name, solver, seconds, seed, run["objective"], run["gap"], round(took, 2)]
            print(json.dumps(line + ([] if passed else [report.get("messages"), trouble])), file=sys.stderr, flush=True)
    return told


def against_best(told):
    """Gives those without a gap one: to the best that was found of the same instance."""
    for run in told:
        if run["passed"] and run["gap"] is None:
            best = min(r["objective"] for r in told if r["passed"] and r["name"] == run["name"])
            run["gap"] = 100 * (run["objective"] - best) / best if best else 0.0


def table(told):
    """Markdown: a row for each class and solver, a column for each limit."""
    limits = sorted({run["seconds"] for run in told})
    lines = ["| instances | solver | " + " | ".join(f"{s:g} s" for s in limits) + " | runs | refused | late |"]
    lines.append("|---" * (len(limits) + 5) + "|")
    for kind, solver in dict.fromkeys((run["kind"], run["solver"]) for run in told):
        row = [run for run in told if (run["kind"], run["solver"]) == (kind, solver)]
        passed = [run for run in row if run["passed"]]
        gaps = [[run["gap"] for run in passed if run["seconds"] == s] for s in limits]
        means = [f"{statistics.mean(found):.2f} %" if found else "–" for found in gaps]
        late = sum(run["late"] for run in row)
        lines.append(f"| {kind} | {solver} | {' | '.join(means)} | {len(passed)} | {len(row) - len(passed)} | {late} |")
    if any(run["solver"] in ("ortools", "vroom") and run["kind"].startswith(("ORTEC", "Care")) for run in told):
        lines.append("\nWhere any number of vehicles may be used (ORTEC, care days), OR-Tools and VROOM are given one for each customer.")
    return "\n".join(lines)


def main():
    """Measures and prints."""
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        told = measure(asked, folder)
    if not told:
        sys.exit("no instances: is ROND_SHARED the folder that holds data/instances?")
    against_best(told)
    print(table(told))
    return int(any(run["solver"] == "rond" and not run["passed"] for run in told))


if __name__ == "__main__":
    sys.exit(main())
