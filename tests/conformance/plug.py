#!/usr/bin/env python3
"""A decoder of the realtime protocol, and the decisions of a backend behind API Gateway and of a fan-out, as a plug for
`realtime vectors`. Written from docs/reference/ and schema/meta.json alone; needs Python 3.9 and nothing else.

    realtime vectors --exec 'python3 tests/conformance/plug.py'
"""
import json
import re
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

META = json.loads((Path(__file__).parents[2] / "schema/meta.json").read_text(encoding="utf-8"))
EVENTS = {name: row for row in META["events"] for name in (row["type"], *row["aliases"])}
COMMANDS = {(row["discriminator"], row["type"]): row["keys"] for row in META["commands"]}
VALUES = {row["name"]: row["values"] for row in META["enumerations"]}
KINDS = {row["name"]: row for row in META["kinds"]}
LIMITS, AREA = META["limits"], META["areaRule"]
GATEWAY = [row["key"] for row in META["gateway"]]
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)

# A post of a fan-out: which statuses mean what, and what is final at once.
STATUSES = {
    "delivered": range(200, 300),
    "gone": [410],
    "too_large": [413],
    "throttled": [429],
    "denied": [401, 403],
    "failed": [408, *range(500, 600)],
}
FINAL = {
    "delivered": {"do": "done"},
    "gone": {"do": "forget"},
    "too_large": {"do": "stop", "reason": "too_large"},
    "refused": {"do": "drop", "reason": "refused"},
}


class Fault(Exception):
    """What is wrong with a frame: a code and a path."""


class Pairs(list):
    """A JSON object: keys and values in the order of the text, repeats included."""

    def first(self, key):
        return next((value for name, value in self if name == key), None)


def parse(text):
    if len(text.encode("utf-8", "surrogatepass")) > LIMITS["maxFrameBytes"]:
        raise Fault("too_large", "$")
    depth = 0
    for bracket in re.findall(r"[][{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.DOTALL)):
        depth += 1 if bracket in "[{" else -1
        if depth > LIMITS["maxDepth"]:
            raise Fault("too_deep", "$")
    try:
        value = json.loads(text, object_pairs_hook=Pairs, parse_int=float, parse_constant=lambda _: 1 / 0)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuses a lone surrogate
    except (ValueError, ZeroDivisionError):
        raise Fault("syntax", "$") from None
    return value


def snake(key):
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), key)


def step(key):
    return f".{key}" if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", key) else f"[{json.dumps(key, ensure_ascii=False)}]"


def date_time(text, path):
    found = TIME.fullmatch(text)
    try:
        year, *parts = map(int, found.groups()[:6])
        hours, minutes = int(found[9] or 0), int(found[10] or 0)
        # The calendar repeats every 400 years, and Python's has no year 0.
        moment = datetime(2000 + year % 400, *parts)
        moment += timedelta(hours=hours, minutes=minutes) * (1 if found[8] == "-" else -1)
        year += moment.year - 2000 - year % 400
    except (AttributeError, ValueError):
        raise Fault("bad_format", path) from None
    if hours > 23 or minutes > 59 or not 0 <= year <= 9999:
        raise Fault("bad_format", path)
    return f"{year:04}-{moment:%m-%dT%H:%M:%S}.{(found[7] or '')[:3]:0<3}Z"


def date(text, path):
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)
    date_time(text + "T00:00:00Z" if is_day else text, path)
    return text[:10]


def number(value, path, kind):
    is_whole = kind["reads"] == "integer"
    least, most = (0, 2**53 - 1) if is_whole else (kind.get("min", value), kind.get("max", value))
    if abs(value) == float("inf") or not least <= value <= most:
        raise Fault("out_of_range", path)
    if is_whole and value % 1:
        raise Fault("wrong_type", path)
    return int(value) if value % 1 == 0 and abs(value) < 2**53 else value


class Reader:
    def __init__(self):
        self.type, self.aliases, self.ignored, self.unknown = None, [], [], []

    def alias(self, path, kind, canonical):
        self.aliases.append({"path": path, "kind": kind, "canonical": canonical})
        return canonical

    def value(self, kind, value, path):
        if kind.startswith("list of "):
            if not isinstance(value, list) or isinstance(value, Pairs):
                raise Fault("wrong_type", path)
            return [self.value(kind[8:], item, f"{path}[{index}]") for index, item in enumerate(value)]
        reads = "enumeration" if kind in VALUES else KINDS[kind]["reads"]
        if not isinstance(value, {"boolean": bool, "integer": float, "number": float}.get(reads, str)):
            raise Fault("wrong_type", path)
        if isinstance(value, float):
            return number(value, path, KINDS[kind])
        if reads in ("date", "dateTime"):
            return (date if reads == "date" else date_time)(value, path)
        if reads in ("id", "token", "enumeration") and value == "":
            raise Fault("bad_format", path)
        if reads != "enumeration" or any(row["value"] == value for row in VALUES[kind]):
            return value
        for row in VALUES[kind]:
            if value in row["aliases"]:
                return self.alias(path, "value", row["value"])
        self.unknown.append({"path": path, "value": value})
        return value

    def members(self, pairs, rows, path, by_hand):
        """The listed keys with their canonical values; those `by_hand` have a function each."""
        names, seen, found = {}, {}, {}
        for row in rows:
            for spelling in (row["key"], *row.get("aliases", [])):
                names[spelling] = names[snake(spelling)] = row, spelling
        for name, value in pairs:
            at = path + step(name)
            if name not in names and name not in by_hand:
                self.ignored.append(at)
                continue
            row, spelling = names.get(name, ({"key": name}, name))
            key, others = row["key"], seen.setdefault(row["key"], set())
            if others and (spelling in others or not {spelling, *others} <= {key, *row.get("twins", [])}):
                raise Fault("duplicate", at)
            others.add(spelling)
            if name in by_hand:
                value = by_hand[name](value, at)
            else:
                if name != key:
                    self.alias(at, "key", key)
                if value is not None or not (row.get("optional") or row.get("nullable")):
                    value = self.value(row["kind"], value, at)
            if found.setdefault(key, value) != value:
                raise Fault("conflict", at)
        for row in rows:
            if row["key"] not in found and not row.get("optional"):
                raise Fault("missing", path + step(row["key"]))
        absent = {row["key"] for row in rows if row.get("optional") and found.get(row["key"]) is None}
        return {key: value for key, value in found.items() if key not in absent}

    def read(self, text):
        frame = parse(text)
        if not isinstance(frame, Pairs):
            raise Fault("not_object", "$")
        has, keep = {key for key, _ in frame}, lambda value, at: value
        shape = "type" if "type" in has else "action"
        if shape in has:
            name = frame.first(shape)
            if not isinstance(name, str):
                raise Fault("wrong_type", "$." + shape)
            if (shape, name) in COMMANDS:
                self.type = name
                return "command", {"canonical": self.members(frame, COMMANDS[shape, name], "$", {shape: keep})}
            if shape == "action" or name == "":
                raise Fault(*(("bad_format", "$.type") if shape == "type" else ("unknown_shape", "$.action")))
            return self.event(frame, name, text, keep)
        if "eventType" in has:
            return "unknown", {"text": text}
        if not all(isinstance(frame.first(key), str) for key in GATEWAY):
            raise Fault("unknown_shape", "$")
        Reader().members(frame, [], "$", dict.fromkeys(GATEWAY, keep))
        return "gateway", {}

    def event(self, frame, name, text, keep):
        row, data, suffix = EVENTS.get(name), frame.first("data"), AREA["suffix"]
        self.type = row["type"] if row else name
        if not row and name.endswith(suffix) and name != suffix and isinstance(data, Pairs):
            row = EVENTS[AREA["event"]] if isinstance(data.first(AREA["key"]), str) else None
        if not row:
            pairs = [pair for pair in frame if pair[0] in ("type", "timestamp", "data")]
            Reader().members(pairs, META["envelope"][:1], "$", {"type": keep, "data": keep})
            return "unknown", {"text": text}

        def wire_type(value, at):
            return self.alias(at, "type", self.type) if value in row["aliases"] else self.type

        def payload(value, at):
            if not isinstance(value, Pairs) and not (row["bare"] and value is None):
                raise Fault("not_object", at)
            return self.members(value or [], row["keys"], at, {})

        envelope = [{**it, "optional": row["bare"] or it.get("optional")} for it in META["envelope"]]
        found = self.members(frame, envelope, "$", {"type": wire_type, "data": payload})
        if row["bare"]:
            found.pop("data", None)
        elif "data" not in found:
            raise Fault("missing", "$.data")
        tenants = {at["tenantId"] for at in (found, found.get("data", {})) if "tenantId" in at}
        if row["tenant"] and len(tenants) > 1:
            raise Fault("conflict", "$.data.tenantId")
        return "event", {"canonical": found}


def codec(frame):
    reader = Reader()
    try:
        verdict, more = reader.read(frame)
    except Fault as fault:
        code, path = fault.args
        return {"verdict": "invalid", "type": reader.type, "error": {"code": code, "path": path}}
    notes = {"aliases": reader.aliases, "ignored": reader.ignored, "unknownValues": reader.unknown}
    return {"verdict": verdict, "type": reader.type, **notes, **more}


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def written(at):
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Backend:
    """What has to be done about an event of the gateway."""

    LASTS = timedelta(hours=2)

    def __init__(self, now, terms, event, finds):
        self.now, self.terms, self.event, self.finds = now, terms, event, finds
        self.context = event["requestContext"]

    def tell(self, kind, **data):
        frame = {"type": kind, "timestamp": self.now}
        return {"do": "answer", "frame": {**frame, "data": data} if data else frame}

    def refuse(self, code):
        return [{"do": "forget"}, self.tell("auth.error", code=code), {"do": "close"}]

    def row(self, good):
        """The row of who has authenticated: until the gateway closes, or the token expires."""
        opened = self.context.get("connectedAt")
        opened = moment(self.now) if opened is None else datetime.fromtimestamp(0, timezone.utc) + timedelta(milliseconds=opened)
        until = min(opened + self.LASTS, moment(good.get("expires", "9999-12-31T23:59:59.999Z")))
        return {"do": "remember", "tenantId": good["tenantId"], "userId": good["userId"], "until": written(until)}

    def connect(self):
        query, happened = self.event.get("queryStringParameters", {}), {"what": "connected"}
        token, tenant = query.get("access_token"), query.get("tenant")
        if self.terms["readsQuery"] and token:
            verifies = {"token": token, "tenant": tenant} if tenant else {"token": token}
            good = self.finds.get("good")
            effects = [self.row(good)] if good else []
            return {"happened": happened, "verifies": verifies, "status": 200 if good else 401, "effects": effects}
        until = moment(self.now) + min(timedelta(milliseconds=self.terms["authWithinMs"]), self.LASTS)
        return {"happened": happened, "status": 200, "effects": [{"do": "remember", "until": written(until)}]}

    def disconnect(self):
        happened, code = {"what": "gone"}, self.context.get("disconnectStatusCode")
        if code is not None:
            happened["code"] = code
        return {"happened": happened, "status": 200, "effects": [{"do": "forget"}]}

    def frame(self):
        body = None if self.event["isBase64Encoded"] else self.event.get("body")
        read = codec(body) if body is not None else {"verdict": "invalid", "type": None}
        is_command, kind = read["verdict"] == "command", read["type"]
        answer = {"happened": {"what": "command", "command": kind} if is_command else {"what": "unroutable"}, "status": 200}
        if is_command and kind == "auth":
            good = self.finds.get("good")
            answer["verifies"] = {"token": read["canonical"]["token"]}
            ids = {"connectionId": self.context["connectionId"]}
            if good:
                ids.update(tenantId=good["tenantId"], userId=good["userId"])
            answer["effects"] = [self.row(good), self.tell("auth.success", **ids)] if good else self.refuse(self.finds["bad"]["code"])
        elif is_command:
            answer["effects"] = [self.tell("pong")] if kind == "ping" and self.terms["answersPing"] else []
        elif kind == "auth":
            answer["effects"] = self.refuse("UNAUTHORIZED")
        else:
            answer["effects"] = [self.tell("error", code="VALIDATION_ERROR")]
        return answer


def due(now, row):
    """Whether a row of the table receives, and what has to be done once its time is over."""
    if moment(now) < moment(row["until"]):
        return {"receives": "tenantId" in row}
    effects = [{"do": "close"}, {"do": "forget"}]
    if "tenantId" in row:
        data = {"tenantId": row["tenantId"], "code": "UNAUTHORIZED"}
        effects.insert(0, {"do": "answer", "frame": {"type": "connection.error", "timestamp": now, "data": data}})
    return {"receives": False, "effects": effects}


def backend(now, terms, event=None, finds=None, row=None):
    if row:
        return due(now, row)
    it = Backend(now, terms, event, finds)
    return {"$connect": it.connect, "$disconnect": it.disconnect}.get(it.context["routeKey"], it.frame)()


def outcome(status):
    for name, statuses in STATUSES.items():
        if status in statuses:
            return name
    return "refused"


def decide(policy, step, before):
    """What follows from a post, of whose connection so many ended alike before."""
    name = outcome(step.get("httpStatus", 504))
    if name in FINAL:
        return name, FINAL[name]
    if before.get(name, 0) + 1 >= policy[name + "Posts"]:
        return name, {"do": "stop" if name == "denied" else "drop", "reason": name}
    least = step.get("retryAfterMs", 0)
    room = policy["budgetMs"] - step["at"] - least
    if room <= 1:
        return name, {"do": "drop", "reason": "out_of_time"}
    window = min(policy["backoffFirstMs"] << before.get(name, 0), policy["backoffMostMs"], room)
    return name, {"do": "retry", "afterMs": least + max(1, step["random"] * window >> 32)}


def fanout(policy, steps):
    before, decisions = {}, []
    for step in steps:
        name, decision = decide(policy, step, before)
        before[name] = before.get(name, 0) + 1
        decisions.append(decision)
    return {"decisions": decisions}


KINDS_OF_VECTORS = {"backend": backend, "codec": codec, "fanout": fanout}

for line in sys.stdin.buffer:
    case = json.loads(line)
    ask = KINDS_OF_VECTORS.get(case["kind"])
    said = {"answer": ask(**case["given"])} if ask else {"unsupported": True}
    print(json.dumps({"id": case["id"], **said}), flush=True)
