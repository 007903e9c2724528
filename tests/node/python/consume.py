"""What Python makes of the schema, with libraries that nobody here wrote.

1. jsonschema: the tolerant bundle accepts every fixture, the strict one all but tomorrow's values
   (`--unknown-`), and no surplus key; each per-event and per-command file accepts its own.
2. datamodel-code-generator: the pydantic models of either bundle parse what the bundle accepts,
   write the same JSON back, and refuse a frame with a required key dropped.
3. The Python block of docs/publishing.md runs as it stands, and refuses a frame that breaks the rules.
4. tree-sitter: the C# files given as arguments have no syntax error.
"""

import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
from copy import deepcopy
from datetime import datetime
from pathlib import Path

import tree_sitter
import tree_sitter_c_sharp
from jsonschema import Draft202012Validator
from pydantic import ValidationError

ROOT = Path(__file__).resolve().parents[3]
OUT = ROOT / "target/consumers"
META = json.loads((ROOT / "schema/meta.json").read_text(encoding="utf-8"))
FAILURES: list[str] = []


def fail(text: str) -> None:
    FAILURES.append(text)
    print(text, file=sys.stderr)


def read(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def fixtures():
    """(name of the schema file, name of its definition, path) of every fixture."""
    for event in META["events"]:
        for path in sorted((ROOT / "tests/fixtures/events").glob("*.json")):
            if path.stem.split("--")[0] == event["type"]:
                yield f"events/{event['type']}", f"{event['name']}Message", path
    for command in META["commands"]:
        for path in sorted((ROOT / "tests/fixtures/commands").glob("*.json")):
            if path.stem.split("--")[0] == command["name"]:
                yield f"commands/{command['name']}", command["name"], path
    for path in sorted((ROOT / "tests/fixtures/gateway").glob("*.json")):
        yield None, "GatewayFault", path


FIXTURES = list(fixtures())

# The protocol's calendar begins with the year 0, as RFC 3339 has it; Python's begins with the year 1,
# so that jsonschema's format checker refuses such a day and `datetime` cannot hold it.
YEAR_ZERO = [path for _, _, path in FIXTURES if '"0000-' in path.read_text(encoding="utf-8")]


def validator(path: str) -> Draft202012Validator:
    schema = read(ROOT / "schema" / path)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def validate() -> None:
    if "date-time" not in Draft202012Validator.FORMAT_CHECKER.checkers:
        fail("jsonschema does not check date-time: rfc3339-validator is missing")
    tolerant = validator("protocol.schema.json")
    strict = validator("protocol.strict.schema.json")

    def check(checker, frame, valid, subject):
        errors = list(checker.iter_errors(frame))
        if (not errors) != valid:
            expected = "valid" if valid else "invalid"
            fail(f"jsonschema: {subject}: expected {expected}; {[error.message[:200] for error in errors]}")

    for schema, _, path in FIXTURES:
        frame = read(path)
        if path in YEAR_ZERO:
            check(tolerant, frame, False, f"tolerant, {path.name}, with its formats")
            schemas = [checker.evolve(format_checker=None) for checker in (tolerant, strict)]
        else:
            schemas = [tolerant, strict]
        check(schemas[0], frame, True, f"tolerant, {path.name}")
        check(schemas[1], frame, "--unknown-" not in path.stem, f"strict, {path.name}")
        check(strict, {**frame, "surplus": 1}, False, f"strict, {path.name} with a surplus key")
        if schema is not None and path not in YEAR_ZERO:
            check(validator(f"{schema}.json"), frame, True, f"{schema}, {path.name}")
    print(f"jsonschema {importlib.metadata.version('jsonschema')}: {len(FIXTURES)} fixtures")


def models(bundle: str, *options: str):
    module = f"{bundle}_{len(options)}".replace(".", "_")
    out = OUT / f"{module}.py"
    subprocess.run(
        [
            Path(sys.executable).parent / "datamodel-codegen",
            *("--input", ROOT / f"schema/{bundle}.schema.json", "--input-file-type", "jsonschema"),
            *("--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11"),
            *("--snake-case-field", "--formatters", "builtin", "--output", out, *options),
        ],
        check=True,
    )
    spec = importlib.util.spec_from_file_location(module, out)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[module] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def moments(value):
    """Times as instants: pydantic leaves out a fraction of zero."""
    if isinstance(value, dict):
        return {key: moments(part) for key, part in value.items()}
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value):
        return datetime.fromisoformat(value)
    return value


def generate() -> None:
    for bundle in ("protocol", "protocol.strict"):
        as_text = models(bundle, "--type-mappings", "date-time=string", "date=string")
        as_times = models(bundle)
        parsed = refused = 0
        for _, name, path in FIXTURES:
            if bundle == "protocol.strict" and "--unknown-" in path.stem:
                continue
            text = path.read_text(encoding="utf-8")
            frame = json.loads(text)
            for module, same in ((as_text, lambda value: value), (as_times, moments)):
                if module is as_times and path in YEAR_ZERO:
                    continue
                try:
                    model = getattr(module, name).model_validate_json(text)
                except ValidationError as error:
                    fail(f"{bundle}: {path.name}: {error}")
                    continue
                again = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
                if same(again) != same(frame):
                    fail(f"{bundle}: {path.name} came back as {again}")
                parsed += 1
            for part in [frame] + [frame[key] for key in ("data",) if key in frame]:
                for key in required_keys(bundle, name, part is not frame):
                    mutant = deepcopy(frame)
                    del (mutant if part is frame else mutant["data"])[key]
                    try:
                        getattr(as_text, name).model_validate(mutant)
                        fail(f"{bundle}: {path.name} is accepted without {key}")
                    except ValidationError:
                        refused += 1
        version = importlib.metadata.version("datamodel-code-generator")
        print(f"datamodel-code-generator {version}, {bundle}: {parsed} frames parsed and written back, {refused} refused")
        if parsed == 0 or refused == 0:
            fail(f"{bundle}: nothing was checked")


def required_keys(bundle: str, name: str, payload: bool) -> list[str]:
    definitions = BUNDLES[bundle]["$defs"]
    definition = definitions[name]
    if payload:
        definition = definitions[definition["properties"]["data"]["$ref"].split("/")[-1]]
    return definition["required"]


BUNDLES = {name: read(ROOT / f"schema/{name}.schema.json") for name in ("protocol", "protocol.strict")}


def publish() -> None:
    guide = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    program = block + """
frame = json.loads(goal_completed("tenant-123", "goal-222", "user-456"))
assert frame["data"]["goalId"] == "goal-222", frame
try:
    goal_completed("", "goal-222", "user-456")
except Exception as error:
    assert type(error).__name__ == "ValidationError", error
else:
    raise AssertionError("an empty tenant was not refused")
del frame["data"]["completedBy"]
errors = list(CHECKS["goal.completed"].iter_errors(frame))
assert [error.message for error in errors] == ["'completedBy' is a required property"], errors
check({"type": "billing.error", "timestamp": frame["timestamp"], "data": {"code": "NOT_FOUND"}})
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        fail(f"docs/publishing.md: the Python block fails:\n{run.stderr}")
    print("docs/publishing.md: the Python block runs")


def parse_csharp(paths: list[str]) -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))
    for path in paths:
        tree = parser.parse(Path(path).read_bytes())
        if tree.root_node.has_error or tree.root_node.named_child_count == 0:
            fail(f"{path}: no valid C#")
    print(f"{len(paths)} C# files parsed")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        parse_csharp(sys.argv[1:])
    else:
        validate()
        generate()
        publish()
    sys.exit(1 if FAILURES else 0)
