"""Canonical frames of the differential in jsonschema: the tolerant bundle takes each, the strict one those
whose values are all listed. Reads NDJSON, {"frame": …, "isListed": …} a line; formats are remarks."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[3]


def bundle(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / "schema" / name).read_text(encoding="utf-8")))


tolerant = bundle("protocol.schema.json")
strict = bundle("protocol.strict.schema.json")
lines = Path(sys.argv[1]).read_text(encoding="utf-8").rstrip("\n").split("\n")
wrong = 0
for line in lines:
    case = json.loads(line)
    if tolerant.is_valid(case["frame"]) and strict.is_valid(case["frame"]) == case["isListed"]:
        continue
    wrong += 1
    print(f"jsonschema disagrees on {line[:600]}", file=sys.stderr)
print(f"jsonschema: {len(lines):,} canonical frames, {wrong} disagreements")
sys.exit(1 if wrong else 0)
