"""Saving a form about a contact or a record: what its outcome asks of a person, and what is done then.

Nothing is sent a second time, and nothing of a colleague is written over, unless a person said so (W1, W5).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, assert_never

from chatlane_tui.model.edits import Flat
from chatlane_tui.model.fields import shown
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.desk.editing import Lost, Outcome, Overtaken, Twin
    from chatlane_tui.ui.screens.form import FormScreen

BACK = Answer("back", "e", "go back to the form")
OPEN = Answer("open", "o", "open that contact instead")
AGAIN = Answer("again", "s", "send it again")
MINE = Answer("mine", "s", "save what I typed, in place of theirs")
BESIDE = Answer("mine", "s", "save what I typed; theirs stays")
THEIRS = Answer("theirs", "t", "take theirs into the form")

Put = Callable[[Flat, bool], Awaitable["Outcome"]]
"""Writes; given what stands there as far as is known, and whether a person is sure that it is wanted once more."""
NAMES = {"name": "Name", "email": "E-mail", "phone_number": "Phone", "external_id": "External id"}


async def save(form: FormScreen, put: Put, *, before: Flat, learn: Callable[[Flat], None]) -> int | None:
    """Write until it is saved (its id) or a person goes back to the form, or from it to another contact (None).

    `learn` is told what stands on the server once the form holds it: from there on, that is what was changed from.
    """
    from chatlane_tui.desk.editing import Lost, Overtaken, Saved, Twin

    is_sure = False
    while True:
        outcome = await put(before, is_sure)
        match outcome:
            case Saved():
                said = "Saved; the answer was lost, but it is there." if outcome.was_found else "Saved."
                if outcome.unkept:
                    said = f"Saved on the server, not on this machine: {outcome.unkept}"
                form.app.notify(said, markup=False)
                return outcome.id
            case Twin():
                await _ask_about_twin(form, outcome)
                return None
            case Overtaken():
                match await _ask_about_colleague(form, outcome):
                    case "mine":
                        before = outcome.now
                    case "theirs":
                        learn(outcome.now)
                        return None
                    case _:
                        return None
            case Lost():
                if not await _ask_about_lost(form, outcome):
                    return None
                is_sure = True
            case _ as never:
                assert_never(never)


async def _ask_about_twin(form: FormScreen, twin: Twin) -> None:
    what = "e-mail address" if twin.field == "email" else "phone number"
    if not twin.others:
        form.complain(twin.field, f"Another contact has this {what}; the server does not say which.")
        form.tell("Not saved. What you typed is kept.", is_problem=True)
        return
    other = twin.others[0]
    sentence = f"{other.label} has this {what}. Nothing was written; what you typed is kept."
    reach = "  ".join(word for word in (other.label, other.email, other.phone) if word)
    if await form.app.push_screen_wait(Question(sentence, (OPEN, BACK), detail=reach)) == "open":
        await form.leave_for(other.id)
    else:
        form.complain(twin.field, f"{other.label} has this {what}.")
        form.tell("Not saved. What you typed is kept.", is_problem=True)


async def _ask_about_colleague(form: FormScreen, overtaken: Overtaken) -> str | None:
    """What a person decided; "theirs" is in the form by then."""
    contested = any(field.is_contested for field in overtaken.differing)
    sentence = "A colleague changed this while you were editing. Nothing was written yet."
    lines = []
    for field in overtaken.differing:
        mine = f"; yours {shown(field.ours)}" if field.is_contested else ""
        lines.append(f"{called(field.key)}: was {shown(field.was)}, theirs {shown(field.theirs)}{mine}")
    answers = (THEIRS, MINE if contested else BESIDE, BACK)
    answer = await form.app.push_screen_wait(Question(sentence, answers, detail="\n".join(lines)))
    if answer == "theirs":
        for field in overtaken.differing:
            form.take(field.key, field.theirs, remark="Taken over from a colleague's change.")
        form.tell("Theirs is in the form now; ^s saves what is still yours.")
    return answer


async def _ask_about_lost(form: FormScreen, lost: Lost) -> bool:
    sentence = f"{lost.sentence} Sending it again may make it twice; your text stays in the form either way."
    return await form.app.push_screen_wait(Question(sentence, (BACK, AGAIN))) == "again"


def called(key: str) -> str:
    """What a field is called to a person."""
    return NAMES.get(key) or key.partition(".")[2] or key
