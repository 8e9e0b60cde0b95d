"""Reads what Edge accepted as servers and clients in Python do, and says what it read: read.mjs in another language.

The canonical spelling of a value, the fields of a reading and the frames are those of read.mjs.
"""

import base64
import json
import re
import struct
import sys
from decimal import Decimal

PATHS = []
LETTERS = {ord(c): ord(c) - 32 for c in "abcdefghijklmnopqrstuvwxyz"} | {0x17F: ord("S"), 0x212A: ord("K")}
TARGETS = {
    "tools/call": ("tool", "name"),
    "prompts/get": ("prompt", "name"),
    "resources/read": ("uri", "uri"),
    "resources/subscribe": ("uri", "uri"),
    "resources/unsubscribe": ("uri", "uri"),
    "tasks/get": ("task", "taskId"),
    "tasks/update": ("task", "taskId"),
    "tasks/cancel": ("task", "taskId"),
    "tasks/result": ("task", "taskId"),
}
MISSING = object()
encode = json.JSONEncoder(ensure_ascii=False).encode


def by_unit(key):
    return key.encode("utf-16-be", "surrogatepass")


def double(number):
    try:
        return float(number) + 0.0
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def canon(value):
    if value is MISSING:
        return "-"
    if isinstance(value, str):
        return encode(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (int, float)):
        return "d" + struct.pack(">d", double(value)).hex()
    if value is None:
        return "n"
    if isinstance(value, list):
        return "[" + ",".join(map(canon, value)) + "]"
    return "{" + ",".join(encode(key) + ":" + canon(value[key]) for key in sorted(value, key=by_unit)) + "}"


def own(value, key):
    return value.get(key, MISSING) if isinstance(value, dict) else MISSING


def target(message):
    method, params = own(message, "method"), own(message, "params")
    if isinstance(method, str) and method in TARGETS:
        kind, key = TARGETS[method]
        text = canon(own(params, key))
        return f"uri [{text}]" if kind == "uri" else f"{kind} {text}"
    if method == "completion/complete":
        ref = own(params, "ref")
        return "prompt " + canon(own(ref, "name")) if own(ref, "type") == "ref/prompt" else f"uri [{canon(own(ref, 'uri'))}]"
    if method == "subscriptions/listen":
        uris = own(own(params, "notifications"), "resourceSubscriptions")
        return "uri " + canon(uris) if uris is not MISSING and len(uris) > 0 else "-"
    if method == "initialize" and own(params, "protocolVersion") is not MISSING:
        return "version " + canon(own(params, "protocolVersion"))
    return "-"


def request(data):
    message = json.loads(data)
    params = own(message, "params")
    method = own(message, "method")
    kind = "response" if method is MISSING else "notification" if own(message, "id") is MISSING else "request"
    args = own(params, "arguments") if method in ("tools/call", "prompts/get") else MISSING
    fields = [
        kind,
        canon(method),
        canon(own(message, "id")),
        target(message),
        canon(own(own(params, "_meta"), "io.modelcontextprotocol/protocolVersion")),
        canon(args),
        canon(message),
    ]
    return "\n".join(fields + [at({} if args is MISSING else args, path) for path in PATHS])


def at(value, path):
    for step in path["steps"]:
        if isinstance(step, int):
            if not isinstance(value, list):
                return "unevaluable"
            if step >= len(value):
                return "absent"
        else:
            if not isinstance(value, dict):
                return "unevaluable"
            wanted = step.translate(LETTERS)
            if any(key != step and key.translate(LETTERS) == wanted for key in value):
                return "unevaluable"
            if step not in value:
                return "absent"
        value = value[step]
    if path["take"] == "keys":
        return canon(sorted(value, key=by_unit)) if isinstance(value, dict) else "unevaluable"
    if path["take"] == "length":
        return canon(len(value)) if isinstance(value, (str, list, dict)) else "unevaluable"
    # A reader that keeps every digit sees another number than one of doubles: a condition may not have judged it.
    inexact = isinstance(value, int) and not isinstance(value, bool) and is_rounded(value)
    return canon(value) + ("!" if inexact else "")


def is_rounded(number):
    rounded = double(number)
    return rounded in (float("inf"), float("-inf")) or Decimal(repr(rounded)) != number


def headers(data):
    method, name, version, body = parts(data, 4)
    message = json.loads(body)
    params = own(message, "params")
    if method is not None and method.decode("latin-1").strip(" \t") != own(message, "method"):
        return "method differs"
    if name is not None and message["method"] in TARGETS:
        value = name.decode("latin-1").strip(" \t")
        if value.startswith("=?base64?") and value.endswith("?="):
            value = base64.b64decode(value[9:-2]).decode("utf-8")
        if value != own(params, TARGETS[message["method"]][1]):
            return "name " + value
    stated = own(own(params, "_meta"), "io.modelcontextprotocol/protocolVersion")
    if version is not None and stated is not MISSING and version.decode("latin-1").strip(" \t") != stated:
        return "version differs"
    return "ok"


def like(value, key):
    return [item for name, item in value.items() if name.casefold() == key.casefold()] if isinstance(value, dict) else []


def names_in(text, found):
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    for message in value if isinstance(value, list) else [value]:
        for result in like(message, "result"):
            for kind, key in (("tools", "name"), ("prompts", "name"), ("resources", "uri"), ("resourceTemplates", "uriTemplate")):
                for entries in like(result, kind):
                    for entry in entries if isinstance(entries, list) else []:
                        found.update(str(name) for name in like(entry, key))


def answer(data):
    found = set()
    names_in(data.decode("utf-8-sig", "replace"), found)
    return encode(sorted(found, key=by_unit))


def stream(data):
    found = set()
    text = data.decode("utf-8-sig", "replace")
    # Clients in Python have ended lines by all that str.splitlines does.
    for lines in (text.splitlines(), re.split("\r\n|\r|\n", text), text.split("\n")):
        event = []
        for line in lines + [""]:
            if line.strip().lower().startswith("data:"):
                event.append(line.strip()[5:])
            if line == "":
                for reading in event + ["".join(event), "\n".join(event)]:
                    names_in(reading, found)
                event = []
    return encode(sorted(found, key=by_unit))


KINDS = {"q": request, "h": headers, "a": answer, "s": stream}


def parts(data, count):
    offset, found = 0, []
    for _ in range(count):
        (length,) = struct.unpack_from(">I", data, offset)
        offset += 4
        if length == 0xFFFFFFFF:
            found.append(None)
            continue
        found.append(data[offset : offset + length])
        offset += length
    return found


def read(kind, data):
    try:
        return KINDS[kind](data)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return f"! {error}"


def serve(frame):
    kind = chr(frame[0])
    inputs = parts(frame[5:], struct.unpack_from(">I", frame, 1)[0])
    if kind == "p":
        PATHS[:] = json.loads(inputs[0])
        return []
    return [read(kind, data).encode("utf-8", "replace") for data in inputs]


def main():
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while header := source.read(4):
        answers = serve(source.read(struct.unpack(">I", header)[0]))
        body = b"".join(struct.pack(">I", len(text)) + text for text in answers)
        sink.write(struct.pack(">I", len(body)) + body)
        sink.flush()


main()
