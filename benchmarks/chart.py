"""Write what `stores.py` measured as a table in Markdown and as a figure.

    .venv/bin/python benchmarks/chart.py stores.json [--figure docs/images/stores.svg]

The table goes to standard output. Needs matplotlib (`uv sync --group bench`) for the figure alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

OURS, MEMORY = "nhiemvu", "pyoxigraph in memory"
SERVERS = ("oxigraph", "Virtuoso")
LOADING = ("load", "optimize")
NOTES = ("failed", "skipped")
Runs = dict[tuple[int, str], list[dict[str, Any]]]


def gathered(results: dict[str, Any]) -> Runs:
    """Give the measurements of every size and contestant, those of several rounds together."""
    runs: Runs = {}
    for run in results["runs"]:
        runs.setdefault((run["size"], run["contestant"]), []).extend(
            {**one, "triples": run["triples"]} for one in run["measured"]
        )
    return runs


def median(measured: Iterable[dict[str, Any]], what: Sequence[str], key: str) -> float | None:
    """Give the median of the rounds, parts of one round summed up; None where a part is missing."""
    found = [[one[key] for one in measured if one["what"] == part and key in one] for part in what]
    if not found[0]:
        return None
    return sum(float(statistics.median(part)) for part in found if part)


def loading(runs: Runs) -> list[str]:
    """Make the table of loading."""
    lines = [
        "| Triples | Contestant | Load | Rate | Time to nhiemvu's | Processor | Peak memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for (size, name), measured in runs.items():
        triples = measured[0]["triples"]
        seconds = median(measured, LOADING, "seconds")
        own = median(runs.get((size, OURS), []), LOADING, "seconds")
        if seconds is None:
            why = next((one["why"] for one in measured if one["what"] in NOTES), "nothing measured")
            lines.append(f"| {triples:,} | {name} | {why} | | | | |")
            continue
        used = median(measured, LOADING, "processor")
        peak = max(one["peak"] for one in measured if one["what"] in LOADING)
        lines.append(
            f"| {triples:,} | {name} | {seconds:.1f} s | {triples / seconds:,.0f}/s "
            f"| {f'{seconds / own:.2f}' if own else ''} | {f'{used:.1f} s' if used else 'not known'} "
            f"| {peak:,} MB |"
        )
    return lines


def _ratio(one: dict[str, Any], compared: dict[str, Any], key: str) -> str:
    ratio = f"{one[key] / compared[key]:.3g}" if compared.get(key) else ""
    return f"{one[key] * 1000:,.1f} ms | {ratio}"


def asking(runs: Runs) -> list[str]:
    """Make the table of questions; every ratio is to pyoxigraph in memory on the same graph."""
    lines = [
        "| Triples | Question | Contestant | Time | Ratio | Processor | Ratio | Rows |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (size, name), measured in runs.items():
        basis = {one["what"]: one for one in runs.get((size, MEMORY), [])}
        for one in measured:
            compared = basis.get(one["what"].removesuffix(" by SPARQL"), {})
            if "given_up" in one:
                lines.append(
                    f"| {size:,} | {one['what']} | {name} | given up | | | | {one['given_up'][:60]} |"
                )
            elif "rows" in one:
                same = "the same" if compared.get("digest") == one["digest"] else f"{one['rows']:,}"
                cells = [_ratio(one, compared, "seconds")]
                # What a server uses is not in the process that asks.
                cells.append(" | " if name in SERVERS else _ratio(one, compared, "processor"))
                lines.append(f"| {size:,} | {one['what']} | {name} | {' | '.join(cells)} | {same} |")
    return lines


def draw(runs: Runs, path: Path) -> None:
    """Draw loading and questions of the largest size with several contestants, on scales of powers of ten."""
    import matplotlib as mpl  # noqa: PLC0415 - wanted for the figure alone

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "nhiemvu"
    from matplotlib import pyplot as plt  # noqa: PLC0415

    sizes = sorted({size for size, _ in runs})
    names = list(dict.fromkeys(name for _, name in runs))
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.5), layout="constrained")
    for name in names:
        points = [(size, median(runs.get((size, name), []), LOADING, "seconds")) for size in sizes]
        known = [(size, size / seconds) for size, seconds in points if seconds]
        if known:
            left.plot(*zip(*known, strict=True), marker="o", label=name)
    left.set(xscale="log", yscale="log", xlabel="triples", ylabel="triples a second", title="Loading")
    left.legend(fontsize=8)
    asked = {
        size: {one["what"] for one in runs.get((size, OURS), []) if "rows" in one}
        for size in sizes
        if any("rows" in one for one in runs.get((size, MEMORY), []))
    }
    size = max(asked, default=0)
    questions = sorted(what for what in asked.get(size, ()) if not what.endswith("by SPARQL"))
    shown = [name for name in names if any("rows" in one for one in runs.get((size, name), []))]
    for place, name in enumerate(shown):
        seconds = [median(runs[size, name], (what,), "seconds") for what in questions]
        spots = [number + 0.8 * place / len(shown) for number in range(len(questions))]
        right.bar(spots, [value or 0 for value in seconds], 0.8 / len(shown), label=name)
    right.set(yscale="log", ylabel="seconds", title=f"Questions over {size:,} triples")
    right.set_xticks(range(len(questions)), questions, rotation=20, fontsize=8)
    right.legend(fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Print the tables, and draw where a figure is asked for."""
    parser = argparse.ArgumentParser(description="Show what stores.py measured.")
    parser.add_argument("results", type=Path, nargs="+")
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    runs: Runs = {}
    for path in given.results:
        read = json.loads(path.read_text(encoding="utf-8"))
        for key, measured in gathered(read).items():
            runs.setdefault(key, []).extend(measured)
    told = read["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    print(f"{told['cores']} cores ({told['processor']}), {told['memory_gb']} GB; {versions}.\n")
    print("\n".join([*loading(runs), "", *asking(runs)]))
    if given.figure:
        draw(runs, given.figure)


if __name__ == "__main__":
    main()
