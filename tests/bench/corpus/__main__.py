"""`python -m tests.bench.corpus [FOLDER …]`: run every body through everybody, print a table for each folder.

Without a folder the corpus is made here. Nothing is fetched, nothing is kept, nothing of a mail is opened.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from tests.bench.corpus import browser, folder, synthetic
from tests.bench.corpus.contenders import others
from tests.bench.corpus.run import Report, report
from tests.bench.corpus.samples import Sample
from tests.bench.corpus.scores import Score
from tests.bench.corpus.sizes import sizes
from tests.bench.corpus.truth import truth_of
from tests.bench.table import machine

NAMED = 8
"""Bodies that are named where `--poorest` asks for it."""
WITHOUT = "the parser's tree and the commonest ways to hide; no browser"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 1 where the pipeline raised."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.corpus", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--most", type=int, metavar="N", help="read at most so many bodies of each kind")
    parser.add_argument("--alone", action="store_true", help="without w3m and inscriptis")
    parser.add_argument("--no-browser", action="store_true", help="find the truth without a Chromium")
    parser.add_argument("--poorest", action="store_true", help="name the bodies that are shown worst")
    options = parser.parse_args(arguments)
    print(machine())
    contenders = [] if options.alone else others()
    failures = 0
    with ExitStack() as stack:
        executable = None if options.no_browser or not options.folders else browser.command()
        told = stack.enter_context(browser.Browser(executable)).truth_of if executable else truth_of
        if not options.folders:
            made = report(synthetic.samples(), synthetic.gold(), truth_of, contenders)
            failures += made.failures
            print(printed("the corpus made here", "known", made, poorest=options.poorest))
            print(*sizes(), sep="\n")
        for place in options.folders:
            samples = _first(folder.samples(place), options.most)
            found = report(samples, folder.gold(place), told, contenders)
            failures += found.failures
            print(printed(str(place), executable or WITHOUT, found, poorest=options.poorest), flush=True)
    return int(failures > 0)


def printed(what: str, how: str, found: Report, *, poorest: bool = False) -> str:
    """The report as lines."""
    lines = ["", f"{what}: {found.declared[True]:,} HTML, {found.declared[False]:,} plain; truth of HTML: {how}"]
    if found.declared[True]:
        lines.append(
            f"{'':14}{'recall':>8}{'precision':>11}{'leaked':>8}{'links':>8}{'ms/KB':>8}{'worst ms':>10}  raised"
        )
        lines += [_row(name, score) for name, score in found.html.items()]
        lines.append(f"taken for HTML: {found.taken[True]:,} of {found.declared[True]:,}")
    if found.declared[False]:
        plain = found.declared[False]
        lines += [_row("plain", found.plain), f"taken for HTML: {plain - found.taken[False]:,} of {plain:,} plain"]
    folding = found.folding
    if folding.replies:
        lines.append(
            f"folding: {folding.exact} of {folding.replies} replies exact, "
            f"{folding.lost} of {folding.lines} reply lines hidden ({folding.lost / max(1, folding.lines):.1%})"
        )
    if found.without_truth:
        lines += [f"without truth: {len(found.without_truth)}", *found.without_truth[:NAMED]]
    for name, score in found.html.items():
        lines += [f"{name} raised: {said}" for said in score.failed[:NAMED]]
    if poorest:
        ours = next(iter(found.html.values()))
        lines += [f"poorest: {quality:.2f} {name}" for quality, name in sorted(ours.poorest)[:NAMED]]
        lines += [f"not exact: {said}" for said in found.folding.missed]
    return "\n".join(lines)


def _row(name: str, score: Score) -> str:
    worst = f"{score.worst[0] * 1000:.1f}"
    return (
        f"{name:14}{score.recall:8.4f}{score.precision:11.4f}{score.leaked:8.1%}{score.kept:8.2%}"
        f"{score.pace:8.3f}{worst:>10}  {score.failures}"
    )


def _first(samples: Iterable[Sample], most: int | None) -> Iterable[Sample]:
    if most is None:
        return samples
    every = list(samples)
    return [found for kind in (True, False) for found in islice((s for s in every if s.is_html is kind), most)]


if __name__ == "__main__":
    raise SystemExit(main())
