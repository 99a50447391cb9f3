"""The run itself: every body through everybody, into one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from chatlane_tui.model.clean import clean
from tests.bench.corpus.contenders import Contender, Shown, pipeline
from tests.bench.corpus.samples import Gold, Sample, Truth, words_of
from tests.bench.corpus.scores import Folding, Score

OURS = Contender("chatlane-tui", pipeline, "CPU of one thread")
AUTO = Contender("chatlane-tui", lambda body: pipeline(body, wanted="auto"), "")


@dataclass
class Report:
    """What came of a corpus."""

    html: dict[str, Score]
    """By contender; ours is the first."""
    plain: Score = field(default_factory=Score)
    """Ours over bodies that their senders declared plain, but for those that were taken for HTML, and mostly are."""
    folding: Folding = field(default_factory=Folding)
    taken: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    """Bodies declared as HTML (or not) that were taken for that."""
    declared: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    without_truth: list[str] = field(default_factory=list)

    @property
    def failures(self) -> int:
        """Bodies over which the pipeline raised."""
        return self.plain.failures + next(iter(self.html.values())).failures


def report(
    samples: Iterable[Sample],
    gold: Iterable[Gold],
    told: Callable[[str], Truth],
    contenders: Sequence[Contender] = (),
) -> Report:
    """Everything; `told` finds the truth of a body that does not bring it."""
    everybody = (OURS, *contenders)
    found = Report({contender.name: Score() for contender in everybody})
    for sample in samples:
        found.declared[sample.is_html] += 1
        guessed = _shown(AUTO, sample, found.plain)
        if guessed is not None:
            found.taken[sample.is_html] += (guessed.taken_for == "html") is sample.is_html
        if not sample.is_html:
            if guessed is not None and guessed.taken_for != "html":
                found.plain.add(sample.name, sample.body, Truth(words_of(clean(sample.body))), guessed)
            continue
        try:
            truth = sample.truth or told(sample.body)
        except Exception as error:  # noqa: BLE001 - whatever a browser stumbles over, the others are still compared
            found.without_truth.append(f"{sample.name}: {error!r}")
            continue
        for contender in everybody:
            score = found.html[contender.name]
            if (shown := _shown(contender, sample, score)) is not None:
                score.add(sample.name, sample.body, truth, shown)
    for reply in gold:
        found.folding.add(reply)
    return found


def _shown(contender: Contender, sample: Sample, score: Score) -> Shown | None:
    try:
        return contender.show(sample.body)
    except Exception as error:  # noqa: BLE001 - that it raised is what is counted
        score.fail(sample.name, error)
        return None
