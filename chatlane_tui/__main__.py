"""`python -m chatlane_tui` is the command `chatlane-tui`."""

import sys

from chatlane_tui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
