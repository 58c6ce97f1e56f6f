"""A VRPTW instance as whole numbers, read apart from Rond: by the referee's own reader."""
import importlib.util
import math
import os
import sys


class Vrptw:
    """`matrix`, `windows`, `service`, `demand` by node, depot first; `fleet` vehicles of `capacity`; `scale` a unit."""

    def __init__(self, instance):
        folder = os.path.join(instance.shared, "referees")
        sys.path.insert(0, folder)
        spec = importlib.util.spec_from_file_location("check_vrptw", os.path.join(folder, "check_vrptw.py"))
        referee = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(referee)
        read = referee.read_instance(instance.path)
        explicit = read["matrix"] is not None
        self.scale = 1 if explicit else 10
        n = len(read["demand"])
        xy = read["xy"]
        self.matrix = read["matrix"] or [
            [math.isqrt(int(100 * ((a - c) ** 2 + (b - d) ** 2))) for c, d in xy] for a, b in xy
        ]
        self.windows = [(int(a * self.scale), int(b * self.scale)) for a, b in read["window"]]
        self.service = [int(s * self.scale) for s in read["service"]]
        self.demand = [int(q) for q in read["demand"]]
        self.capacity = int(read["capacity"])
        self.fleet = n - 1 if explicit else min(n - 1, read["fleet"])
