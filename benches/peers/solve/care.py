"""A sampled care day as far as a plain VRPTW can say it, for solvers that know no more.

Kept: homes, ways over the roads, hard windows, lengths of the visits. Gone: skills, wishes, continuity, visits together, lunches and
shifts; staff are alike, as many as wanted, start at the first base, and do at most so much care a day as `CARE` says.
"""
import csv
import json
import os
import subprocess

DATE = "2026-11-23"
SIZES = (30, 100, 300)
CARE = 6 * 3600
VERTICES = 20_000
# Of visits that state no window.
ANY_TIME = {"opens": "08:00", "closes": "16:00"}


def days(program, folder, seeds):
    """Paths of instances with an explicit matrix, written to `folder`: a day of each size on the town of each seed."""
    made = []
    for seed in range(1, seeds + 1):
        extract, town, problem = (os.path.join(folder, name) for name in ("town.osm.pbf", "town.rond", "day.json"))
        asked = [program, "synth", "--seed", str(seed), "--vertices", str(VERTICES), "--out", extract]
        subprocess.run(asked, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([program, "import", extract, "--out", town], check=True, stdout=subprocess.DEVNULL)
        for size in SIZES:
            asked = [program, "sample", "--map", town, "--patients", str(size), "--staff", str(max(4, size // 7))]
            asked += ["--seed", str(seed), "--date", DATE, "--out", problem]
            subprocess.run(asked, check=True, stderr=subprocess.DEVNULL)
            made.append(os.path.join(folder, f"care-{size}-{seed}.txt"))
            with open(problem, encoding="utf-8") as file:
                text = vrplib(json.load(file), program, town, folder)
            with open(made[-1], "w", encoding="utf-8") as file:
                file.write(text)
    return made


def vrplib(problem, program, town, folder):
    """The day as text, in seconds."""
    homes = {patient["id"]: patient["place"] for patient in problem["patients"]}
    visits = [visit for visit in problem["visits"] if visit["mode"] == "home"]
    places = [problem["places"][0]] + [homes[visit["patient"]] for visit in visits]
    matrix = table(places, program, town, folder)
    first = [visit.get("windows", [ANY_TIME])[0] for visit in visits]
    windows = [(seconds(window["opens"]), seconds(window["closes"])) for window in first]
    services = [service(visit, homes[visit["patient"]]) for visit in visits]
    farthest = max(max(row) for row in matrix)
    day = (0, max(closes for _, closes in windows) + max(services) + farthest)
    count = len(places)
    lines = ["NAME : care", f"DIMENSION : {count}", "EDGE_WEIGHT_TYPE : EXPLICIT", "EDGE_WEIGHT_FORMAT : FULL_MATRIX"]
    # A visit longer than that is a day's work.
    lines += [f"CAPACITY : {max([CARE, *services])}", "EDGE_WEIGHT_SECTION"]
    lines += [" ".join(str(leg) for leg in row) for row in matrix]
    lines += ["DEMAND_SECTION"] + numbered([0] + services)
    lines += ["DEPOT_SECTION", "1", "-1", "SERVICE_TIME_SECTION"] + numbered([0] + services)
    lines += ["TIME_WINDOW_SECTION"] + numbered(f"{opens} {closes}" for opens, closes in [day] + windows)
    return "\n".join(lines + ["EOF", ""])


def numbered(values):
    """A line for each node."""
    return [f"{node} {value}" for node, value in enumerate(values, 1)]


def seconds(clock):
    """Of `07:30`."""
    hours, minutes = clock.split(":")
    return 60 * (60 * int(hours) + int(minutes))


def service(visit, home):
    """Seconds at the door, the longest slot counting."""
    longest = max(slot["careMinutes"] + slot.get("documentationMinutes", 0) for slot in visit["slots"])
    return 60 * (longest + home.get("arriveMinutes", 0) + home.get("leaveMinutes", 0))


def table(places, program, town, folder):
    """Whole seconds by road."""
    points, out = os.path.join(folder, "points.csv"), os.path.join(folder, "table.csv")
    with open(points, "w", encoding="utf-8") as file:
        file.writelines(["lat,lon\n"] + [f"{place['lat']},{place['lon']}\n" for place in places])
    subprocess.run([program, "table", town, "--points", points, "--out", out], check=True)
    with open(out, encoding="utf-8") as file:
        return [[int(cell) for cell in row] for row in csv.reader(file)]
