"""The process that works with sealed documents: pyHanko is loaded here and nowhere else.

It reads one line of JSON and so many bytes as the line says, answers in the same way, and waits
for the next. It has no settings, opens no file and calls nobody. What it is given can be hostile
(:mod:`examining`): the limits that it sets for itself are what an attacker can use up.
"""

import json
import resource
import sys
from typing import Any, BinaryIO

MEMORY = 1536 * 1024 * 1024  # bytes of address space
PROCESSOR = 30  # seconds for what somebody has shown us; the process serves that only once
LONGEST_LINE = 1024 * 1024


def main() -> None:
    """Serve until the other end hangs up."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    while line := sys.stdin.buffer.readline(LONGEST_LINE):
        order = json.loads(line)
        if order["do"] == "examine":
            resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
        _write(sys.stdout.buffer, *done(order, sys.stdin.buffer.read(order["length"])))


def done(order: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer to an order; ``failed`` names what a document has led to."""
    # Loaded when there is work, so that a process that only starts is small.
    from samtjanst.adapters.pades import examining, sealing

    try:
        if order["do"] == "seal":
            return {}, sealing.seal(pdf, order["key"], order["certificates"])
        return examining.examine(pdf, order["certificates"], order["enclosed"])
    except Exception as error:  # noqa: BLE001 - whatever a document does to the libraries
        return {"failed": type(error).__name__}, b""


def _write(out: BinaryIO, answer: dict[str, Any], content: bytes) -> None:
    out.write(json.dumps({**answer, "length": len(content)}).encode() + b"\n" + content)
    out.flush()


if __name__ == "__main__":
    main()
