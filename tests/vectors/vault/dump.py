"""Writes the tables of a SQLite vault as `whole/*.json` have them, for readers without SQLite.

    python tests/vectors/vault/dump.py VAULT.db DUMP.json
"""

import json
import sys
from pathlib import Path

from vault import read_database


def to_json(cell):
    return {"hex": cell.hex()} if isinstance(cell, bytes) else cell


if __name__ == "__main__":
    tables = read_database(sys.argv[1])
    rows = {name: [{column: to_json(cell) for column, cell in row.items()} for row in rows] for name, rows in tables.items()}
    Path(sys.argv[2]).write_text(json.dumps({"tables": rows}), encoding="utf-8")
