"""Other solvers, each one thread: a VRPTW and seconds in, lists of customers out. Their own time limit is theirs alone: reading
the instance does not count for them, as it does for Rond."""
import json
import os
import subprocess
import sys
import tempfile
import time


def pyvrp(vrptw, seconds, seed):
    """PyVRP (Wouda, Lan & Kool 2024)."""
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime

    model = Model()
    # PyVRP wants positions but does not use them; the legs below are what counts.
    places = [model.add_location(x=0, y=0) for _ in vrptw.demand]
    depot = model.add_depot(places[0])
    for customer in range(1, len(vrptw.demand)):
        opens, closes = vrptw.windows[customer]
        model.add_client(
            places[customer],
            delivery=[vrptw.demand[customer]],
            service_duration=vrptw.service[customer],
            tw_early=opens,
            tw_late=closes,
        )
    opens, closes = vrptw.windows[0]
    model.add_vehicle_type(
        vrptw.fleet, capacity=[vrptw.capacity], start_depot=depot, end_depot=depot, tw_early=opens, tw_late=closes
    )
    for a, row in enumerate(vrptw.matrix):
        for b, leg in enumerate(row):
            model.add_edge(places[a], places[b], distance=leg, duration=leg)
    found = model.solve(stop=MaxRuntime(seconds), seed=seed, display=False)
    if not found.is_feasible():
        return None
    # Clients are counted from 0, in the order given.
    return [[stop.idx + 1 for stop in route if stop.is_client()] for route in found.best.routes()]


def ortools(vrptw, seconds, _seed):
    """OR-Tools' routing library, guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    manager = pywrapcp.RoutingIndexManager(len(vrptw.demand), vrptw.fleet, 0)
    routing = pywrapcp.RoutingModel(manager)
    node = manager.IndexToNode
    legs = routing.RegisterTransitCallback(lambda a, b: vrptw.matrix[node(a)][node(b)])
    times = routing.RegisterTransitCallback(lambda a, b: vrptw.service[node(a)] + vrptw.matrix[node(a)][node(b)])
    loads = routing.RegisterUnaryTransitCallback(lambda a: vrptw.demand[node(a)])
    routing.SetArcCostEvaluatorOfAllVehicles(legs)
    routing.AddDimensionWithVehicleCapacity(loads, 0, [vrptw.capacity] * vrptw.fleet, True, "load")
    day = vrptw.windows[0][1]
    routing.AddDimension(times, day, day, False, "time")
    time = routing.GetDimensionOrDie("time")
    for customer in range(1, len(vrptw.demand)):
        time.CumulVar(manager.NodeToIndex(customer)).SetRange(*vrptw.windows[customer])
    for vehicle in range(vrptw.fleet):
        for end in (routing.Start(vehicle), routing.End(vehicle)):
            time.CumulVar(end).SetRange(*vrptw.windows[0])
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(asked)
    if found is None:
        return None
    routes = []
    for vehicle in range(vrptw.fleet):
        index, route = found.Value(routing.NextVar(routing.Start(vehicle))), []
        while not routing.IsEnd(index):
            route.append(node(index))
            index = found.Value(routing.NextVar(index))
        routes.append(route)
    return routes


def vroom(vrptw, seconds, _seed):
    """VROOM through its Python binding; it may stop long before the limit."""
    from datetime import timedelta

    import numpy
    import vroom as library

    # VROOM counts durations in seconds and scales them itself; whole numbers stay whole.
    problem = library.Input()
    problem.set_durations_matrix(profile="car", matrix_input=numpy.array(vrptw.matrix, dtype=numpy.uint32))
    opens, closes = vrptw.windows[0]
    for vehicle in range(vrptw.fleet):
        problem.add_vehicle(
            library.Vehicle(vehicle + 1, start=0, end=0, capacity=[vrptw.capacity], time_window=library.TimeWindow(opens, closes))
        )
    for customer in range(1, len(vrptw.demand)):
        opens, closes = vrptw.windows[customer]
        problem.add_job(
            library.Job(
                customer,
                location=customer,
                default_service=vrptw.service[customer],
                delivery=[vrptw.demand[customer]],
                time_windows=[library.TimeWindow(opens, closes)],
            )
        )
    found = problem.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    routes = {}
    for row in found.routes.itertuples():
        if row.type == "job":
            routes.setdefault(row.vehicle_id, []).append(int(row.id))
    return list(routes.values())


PEERS = {"pyvrp": pyvrp, "ortools": ortools, "vroom": vroom}


def run(name, instance, seconds, seed, out):
    """Runs a peer in a process of its own, so that a hang or a crash is its own; tells what went wrong."""
    asked = json.dumps([name, instance.shared, instance.folder, instance.path, seconds, seed, out])
    env = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    try:
        told = subprocess.run(
            [sys.executable, "-m", "solve.peers", asked],
            capture_output=True, text=True, check=False, timeout=10 * seconds + 120, env=env,
        )
    except subprocess.TimeoutExpired:
        return "did not stop"
    return "" if told.returncode == 0 else told.stderr.strip().splitlines()[-1:] or ["failed"]


def main(asked):
    """In the process of its own."""
    from .instances import Instance
    from .vrptw import Vrptw

    name, shared, folder, path, seconds, seed, out = json.loads(asked)
    vrptw = Vrptw(Instance(shared, folder, path))
    began = time.monotonic()
    routes = PEERS[name](vrptw, seconds, seed)
    took = time.monotonic() - began
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(out), delete=False) as file:
        json.dump({"routes": routes or [], "seconds": took}, file)
    os.replace(file.name, out)


if __name__ == "__main__":
    main(sys.argv[1])
