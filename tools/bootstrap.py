"""Set up the project in `.venv`, with nothing but Python 3.11 and its standard library.

Run it as often as you like: what is there already is left alone. This file stays readable to older Pythons,
so that they can say what is wrong; the work is in environment.py.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python is just what this is about)
    sys.exit(
        f"setup: Python 3.11 or newer is needed, and {sys.executable} is older. "
        "Name another one, for instance: make PYTHON=python3.12 test"
    )

from environment import main

sys.exit(main())
