#!/usr/bin/python3
"""Asks QEMU, or the agent in its machine, over a unix socket.

    ask.py SOCKET qmp COMMAND [ARGUMENTS]         one command of QMP; ARGUMENTS are JSON
    ask.py SOCKET tap X Y                         a touch, in 1/32768 of the glass
    ask.py SOCKET run SECONDS COMMAND…            a command in the machine, as root; its output, its exit code

Exit code 75: no answer in time, or nobody there (EX_TEMPFAIL).
"""
import base64
import json
import os
import socket
import sys
import time


class Line:
    def __init__(self, path, seconds):
        self.end = time.monotonic() + seconds
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        self.socket.connect(path)
        self.rest = b""

    def read(self):
        while b"\n" not in self.rest:
            self.socket.settimeout(max(0.001, self.end - time.monotonic()))
            came = self.socket.recv(65536)
            if not came:
                raise ConnectionError("the other side is gone")
            self.rest += came
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def write(self, command, arguments):
        self.socket.sendall(json.dumps({"execute": command, "arguments": arguments or {}}).encode() + b"\n")

    def ask(self, command, arguments=None):
        self.write(command, arguments)
        while True:
            answer = self.read()
            if "error" in answer:
                raise SystemExit(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]


def qmp(path):
    line = Line(path, 30)
    line.read()  # its greeting
    line.ask("qmp_capabilities")
    return line


def tap(path, x, y):
    line = qmp(path)
    place = [{"type": "abs", "data": {"axis": axis, "value": int(at)}} for axis, at in (("x", x), ("y", y))]
    for events in (place, *([{"type": "btn", "data": {"button": "left", "down": down}}] for down in (True, False))):
        line.ask("input-send-event", {"events": events})
        time.sleep(0.15)  # a finger stays as long


def run(path, seconds, command):
    line = Line(path, float(seconds))
    number = os.getpid()
    line.write("guest-sync", {"id": number})
    while line.read().get("return") != number:
        pass  # an answer to somebody who waits no more
    pid = line.ask("guest-exec", {"path": command[0], "arg": command[1:], "capture-output": True})["pid"]
    asked = time.monotonic()
    while not (status := line.ask("guest-exec-status", {"pid": pid}))["exited"]:
        if time.monotonic() > line.end:
            raise TimeoutError
        time.sleep(1 if time.monotonic() - asked > 5 else 0.2)
    sys.stdout.buffer.write(base64.b64decode(status.get("out-data", "")))
    sys.stderr.buffer.write(base64.b64decode(status.get("err-data", "")))
    return status.get("exitcode", 128 + status.get("signal", 0))


def main(path, what, *more):
    if what == "run":
        return run(path, more[0], more[1:])
    if what == "tap":
        return tap(path, *more)
    answer = qmp(path).ask(more[0], json.loads(more[1]) if len(more) > 1 else None)
    print(json.dumps(answer))


try:
    sys.exit(main(*sys.argv[1:]))
except OSError as error:  # also of a time that is over
    print(f"ask.py: {error or 'no answer in time'}", file=sys.stderr)
    sys.exit(75)
