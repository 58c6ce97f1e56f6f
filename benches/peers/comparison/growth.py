"""How do time, memory and size grow with the region? Synthetic regions, and a plot of what was measured on them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Callable

from .processes import run

if TYPE_CHECKING:
    from .side_by_side import Results

# A region costs Rond's own program some seconds; the same number makes the same file.
SEED = 1
COLOURS = {"Rond": "#1b6ca8", "OSRM CH": "#c2571a", "OSRM MLD": "#8c6d1f", "Valhalla": "#5b8c3a"}
QUESTIONS: list[tuple[str, Callable[[Results], float | None]]] = [
    ("import, CPU s", lambda r: min((cost.cpu_s for cost in r.imports), default=None)),
    ("import, peak MB", lambda r: min((cost.peak_mb for cost in r.imports), default=None)),
    ("files, MB", lambda r: r.files_mb),
    ("table 1000², CPU s", lambda r: min(r.tables.get((1000, True), []), default=None)),
]
WIDTH, HEIGHT, MARGIN = 250, 200, 45


def region(rond: Path, vertices: int, folder: Path) -> Path:
    """A synthetic region of about so many junctions as an extract, made when it is not there yet."""
    path = folder / f"synth-{vertices}.osm.pbf"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        run([rond, "synth", "--seed", str(SEED), "--vertices", str(vertices), "--out", path])
    return path


def plot(measured: dict[str, dict[str, Results]], path: Path) -> None:
    """One small log-log chart a question, a line a peer; nothing where fewer than two regions were measured."""
    regions = sorted((int(name.removeprefix("synth-")), results) for name, results in measured.items())
    if len(regions) < 2:
        return
    charts = [
        f'<g transform="translate({i * WIDTH} 0)">{_chart(title, value, regions)}</g>'
        for i, (title, value) in enumerate(QUESTIONS)
    ]
    legend = "".join(
        f'<text x="{MARGIN + 90 * i}" y="{HEIGHT + 18}" fill="{colour}">{peer}</text>'
        for i, (peer, colour) in enumerate(COLOURS.items())
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(QUESTIONS)} {HEIGHT + 26}"'
        f' font-family="sans-serif" font-size="11">{"".join(charts)}{legend}</svg>\n'
    )
    print(f"\nPlot of growth: {path.name}")


def _chart(title: str, value: Callable[[Results], float | None], regions: list) -> str:
    lines = {
        peer: [(n, v) for n, results in regions if peer in results and (v := value(results[peer]))] for peer in COLOURS
    }
    every = [v for line in lines.values() for _, v in line]
    if not every:
        return ""
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    first, last = math.log10(regions[0][0]), math.log10(regions[-1][0])

    def across(n: float) -> float:
        return MARGIN + (math.log10(n) - first) / (last - first) * (WIDTH - MARGIN - 20)

    def down(v: float) -> float:
        return HEIGHT - 25 - (math.log10(v) - low) / max(1, high - low) * (HEIGHT - 55)

    parts = [f'<text x="{MARGIN}" y="14" font-weight="bold">{title}</text>']
    for decade in range(low, high + 1):
        y = down(10**decade)
        parts.append(f'<path d="M{MARGIN} {y:.1f}H{WIDTH - 20}" stroke="#ddd"/>')
        parts.append(f'<text x="{MARGIN - 4}" y="{y + 4:.1f}" text-anchor="end">{10**decade:g}</text>')
    for n, _ in regions:
        parts.append(f'<text x="{across(n):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{n:,}</text>')
    for peer, line in lines.items():
        points = " ".join(f"{across(n):.1f},{down(v):.1f}" for n, v in line)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[peer]}" stroke-width="1.5"/>')
        parts += [f'<circle cx="{across(n):.1f}" cy="{down(v):.1f}" r="2.5" fill="{COLOURS[peer]}"/>' for n, v in line]
    return "".join(parts)
