"""The scenarios' own runner is the Python side of these tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "bindings-python" / "tests" / "contract"))
