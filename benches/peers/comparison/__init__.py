"""Rond beside OSRM, Valhalla, fast_paths and RoutingKit's customizable hierarchies, on the same points.

`processes` runs a program and says what it cost; `places` draws the points; one file for each peer knows how to
import an extract into it and how to ask it; `durations`, `side_by_side` and `synthetic` are the three questions.
"""
