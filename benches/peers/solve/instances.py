"""Instances of the test data: their folder, format, class and referee."""
import glob
import json
import os
import re
import subprocess
import sys

from . import care

FORMATS = {
    "vrptw-solomon": ("solomon", "vrptw"),
    "vrptw-gh": ("solomon", "vrptw"),
    "ortec-static": ("solomon", "vrptw"),
    "hhcrsp-mankowska": ("hhcrsp", "hhcrsp"),
    "hhcrsp-kummer": ("hhcrsp", "hhcrsp"),
    "hhcrsp-italian": ("hhcrsp", "hhcrsp"),
    "uhhc": ("uhhc", "uhhc"),
    "vrptwsyn": ("vrptwsyn", "vrptwsyn"),
    "care": ("solomon", "vrptw"),
}
ENDINGS = (".gz", ".json", ".txt", ".dat")


class Instance:
    """One file."""

    def __init__(self, shared, folder, path):
        self.shared, self.folder, self.path = shared, folder, path
        self.format, self.referee = FORMATS[folder]
        self.name = os.path.basename(path)
        for ending in ENDINGS:
            self.name = self.name.removesuffix(ending)

    @property
    def kind(self):
        """The row of the table that it counts in."""
        if self.folder == "vrptw-solomon":
            return "Solomon (100)"
        if self.folder == "vrptw-gh":
            return f"Gehring & Homberger {self.name.split('_')[1]}00"
        if self.folder == "ortec-static":
            return "ORTEC static"
        if self.folder == "hhcrsp-mankowska":
            return f"Mankowska {self.name.split('_')[-2]}"
        if self.folder == "hhcrsp-kummer":
            return f"Kummer {self.name.split('_')[1]}"
        if self.folder == "hhcrsp-italian":
            return "Italian"
        if self.folder == "care":
            return f"Care day {self.name.split('-')[1]}"
        if self.folder == "uhhc":
            return "UHHC i" if self.name.startswith("i-") else f"UHHC {self.name[0]}"
        return f"Bredström & Rönnqvist {self.name.split('_')[2]}"

    def check(self, solution):
        """The referee's report; a solution that cannot be read is infeasible."""
        script = os.path.join(self.shared, "referees", f"check_{self.referee}.py")
        told = subprocess.run([sys.executable, script, self.path, solution], capture_output=True, text=True, check=False)
        try:
            return json.loads(told.stdout)
        except ValueError:
            return {"feasible": False, "messages": [told.stderr.strip()]}


def spread(files, count):
    """So many of `files`, evenly over their order."""
    if not count or len(files) <= count:
        return files
    return [files[k * len(files) // count] for k in range(count)]


def chosen(shared, folders, sample, pattern, program, made):
    """Instances by class: at most `sample` of each, those whose name matches. Care days are made, in the folder `made`."""
    found = {}
    for folder in folders:
        base = os.path.join(shared, "data", "instances", folder)
        paths = [p for e in ("*.json.gz", "*.txt", "*.txt.gz", "*.dat") for p in glob.glob(os.path.join(base, e))]
        for path in care.days(program, made, sample or 4) if folder == "care" else sorted(paths):
            instance = Instance(shared, folder, path)
            if re.search(pattern, instance.name):
                found.setdefault(instance.kind, []).append(instance)
    return {kind: spread(list_, sample) for kind, list_ in found.items()}
