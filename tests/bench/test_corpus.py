"""The corpus made here, through the whole pipeline: enough of it is shown, and nothing that is hidden."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.bench.corpus.contenders import Shown, pipeline
from tests.bench.corpus.folder import gold, samples
from tests.bench.corpus.run import Report, report
from tests.bench.corpus.samples import Gold, Sample, Truth, lines_of, words_of
from tests.bench.corpus.scores import Folding, Score
from tests.bench.corpus.synthetic import EACH
from tests.bench.corpus.synthetic import gold as made_gold
from tests.bench.corpus.synthetic import samples as made_samples
from tests.bench.corpus.truth import truth_of

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def made() -> Report:
    return report(made_samples(), made_gold(), truth_of)


def test_what_is_seen_is_shown(made: Report) -> None:
    assert made.html["chatlane-tui"].recall >= 0.99


def test_what_is_shown_is_seen(made: Report) -> None:
    assert made.html["chatlane-tui"].precision >= 0.95


def test_hidden_words_stay_hidden(made: Report) -> None:
    assert made.html["chatlane-tui"].leaked <= 0.03


def test_links_are_kept(made: Report) -> None:
    assert made.html["chatlane-tui"].kept >= 0.995


def test_every_mail_is_taken_for_what_it_is_and_none_is_too_much(made: Report) -> None:
    assert (made.failures, made.taken, made.without_truth) == (0, made.declared, [])
    assert made.declared[True] >= 7 * EACH


def test_of_a_reply_just_what_is_new_stays_in_sight(made: Report) -> None:
    assert (made.folding.missed, made.folding.lost) == ([], 0)


def test_the_truth_that_is_found_is_the_one_that_is_known() -> None:
    for sample in made_samples():
        assert sample.truth is not None
        found = truth_of(sample.body)
        score = Score()
        score.add(sample.name, sample.body, sample.truth, Shown(" ".join(found.visible.elements()), found.links, 0.0))
        assert (score.recall, score.kept) >= (0.97, 1.0), sample.name
        assert score.leaked == 0, sample.name


# the measures themselves


def scored(text: str, *, links: frozenset[str] = frozenset()) -> Score:
    truth = Truth(
        words_of("one two two three"), words_of("secret words"), words_of("logo"), frozenset({"https://a.b/"})
    )
    score = Score()
    score.add("x", "x" * 1_000, truth, Shown(text, links, 0.001))
    return score


@pytest.mark.parametrize(
    ("text", "recall", "precision", "leaked"),
    [
        ("one two two three", 1.0, 1.0, 0.0),
        ("three two logo two one", 1.0, 1.0, 0.0),
        ("one two", 0.5, 1.0, 0.0),
        ("one two two three two", 1.0, 0.8, 0.0),
        ("one two two three secret", 1.0, 0.8, 0.5),
        ("", 0.0, 0.0, 0.0),
    ],
)
def test_words_are_counted(text: str, recall: float, precision: float, leaked: float) -> None:
    score = scored(text)
    assert (score.recall, score.precision, score.leaked) == (recall, precision, leaked)


def test_links_are_the_same_however_they_are_written() -> None:
    assert scored("", links=frozenset({"HTTPS://A.B"})).kept == 1.0
    assert scored("", links=frozenset({"https://a.c/"})).kept == 0.0


def test_pace_is_milliseconds_for_a_thousand_characters() -> None:
    assert scored("").pace == pytest.approx(1.0)
    assert scored("").worst == (0.001, "x")


def test_a_line_of_a_reply_that_is_folded_away_is_lost() -> None:
    folding = Folding()
    folding.add(Gold("x", "Yes.\n\nOn Mon, Jan 5, Ada <a@b.example> wrote:\n> old\n> text\n", "Yes.\nold"))
    assert (folding.exact, folding.lost, folding.lines) == (0, 1, 2)


def test_one_that_raises_is_counted_and_the_others_go_on() -> None:
    def told(html: str) -> Truth:
        if "bad" in html:
            raise ValueError(html)
        return truth_of(html)

    found = report([Sample("a", "<p>bad</p>", is_html=True), Sample("b", "<p>good</p>", is_html=True)], (), told)
    assert len(found.without_truth) == 1
    assert found.html["chatlane-tui"].bodies == 1


def test_a_folder_of_mail_is_read_whatever_its_files_are_called(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>one</p>")
    (tmp_path / "b.txt").write_text("just text")
    mail = "From a@b.example Mon\nFrom: a@b.example\nSubject: x\nDate: y\nContent-Type: text/html; charset=nonsense\n\n"
    (tmp_path / "c").write_bytes(mail.encode() + b"<p>gr\xfc\xdfe</p>")
    (tmp_path / "d.eml").write_text(f"{mail.replace('html', 'plain')}plain\n")
    (tmp_path / "e.png").write_bytes(b"\x89PNG\r\n")
    found = {sample.name: (sample.body.strip(), sample.is_html) for sample in samples(tmp_path)}
    assert found == {
        "a.html": ("<p>one</p>", True),
        "b.txt": ("just text", False),
        "c": ("<p>grüße</p>", True),
        "d.eml": ("plain", False),
    }


def test_replies_are_found_beside_what_is_new_in_them(tmp_path: Path) -> None:
    for folder in ("emails", "trimmed", "standard_replies"):
        (tmp_path / folder).mkdir()
    (tmp_path / "emails/a.txt").write_text("Yes.\n> old\n")
    (tmp_path / "trimmed/a.txt").write_text("Yes.\n")
    head = "From: a\nTo: b\nSubject: c\n\n"
    (tmp_path / "standard_replies/b.eml").write_text(f"{head}Hello\n> old\n")
    (tmp_path / "standard_replies/c.eml").write_text(f"{head}Two\nlines\n> old\n")
    (tmp_path / "standard_replies/c_reply_text").write_text("Two\nlines")
    assert [found.reply for found in gold(tmp_path)] == ["Yes.\n", "Hello", "Two\nlines"]


def test_lines_are_compared_without_marks_and_spaces() -> None:
    assert lines_of(["> a  b", "", "  --  ", "│ c"]) == ("a b", "c")


def test_the_pipeline_says_what_it_took_a_body_for() -> None:
    assert pipeline("<p>x</p>", wanted="auto").taken_for == "html"
    assert Counter(pipeline("- a\n- b\n\n1. c\n2. d", wanted="markdown").text.split()) == Counter("abcd")
