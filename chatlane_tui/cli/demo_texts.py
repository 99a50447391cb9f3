"""Canned replies for the demo, so that `//` and `^o` have something to offer."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

TEXTS: Final = MappingProxyType(
    {
        "refund.md": """---
name: Refund on its way
types: email, whatsapp
shortcut: rf
---
Hello {{contact.first_name|there}},

you are right, and we are sorry: the money left us today and is on your card in three to five days.
{{cursor}}

{{agent.first_name|Your Acme team}}
""",
        "parcel.md": """---
name: Parcel is looked for
shortcut: pl
---
Hello {{contact.first_name|there}},

I have asked the carrier to look for it and write to you by tomorrow evening, whatever they say.{{cursor}}
""",
        "appointment.md": """---
name: Appointment moved
types: sms, whatsapp
shortcut: ap
---
Hi {{contact.first_name|there}}, your appointment is now on {{cursor}}. Reply NO if that does not suit you.
""",
        "upgrade.md": """---
name: What the next plan costs
types: email
shortcut: up
---
Hello {{contact.first_name|there}},

you are on {{contact.custom.plan}} now. The next plan costs {{cursor}} a month, counted from today.
""",
        "handover.md": """---
name: Handover to a colleague
types: note
shortcut: ho
---
**What they want:** {{cursor}}
**What was tried:**
**Next step, by when:**
""",
    }
)


def write(folder: Path) -> None:
    """Put them there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
