"""The process that works with sealed documents: pyHanko is loaded here and nowhere else.

It reads one line of JSON and so many bytes as the line says, answers in the same way, and waits
for the next. It has no settings, opens no file and calls nobody: a question for the authority of
time-stamps goes to its parent, as an answer with ``ask``, before the answer itself. What it is
given can be hostile (:mod:`examining`): the limits that it sets for itself are what an attacker
can use up.
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
    from samtjanst.adapters.pades import examining

    try:
        if order["do"] == "seal":
            return _sealed(order, pdf)
        roots = order.get("stamp_roots", ())
        return examining.examine(pdf, order["certificates"], order["enclosed"], roots)
    except Exception as error:  # noqa: BLE001 - whatever a document does to the libraries
        return {"failed": type(error).__name__}, b""


def _sealed(order: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    """With a time-stamp when one is wanted and can be had; else without, and why."""
    from samtjanst.adapters.pades import sealing, stamping

    told = {}
    if order.get("stamp_roots"):
        stamper = stamping.Stamper(_asked, order["stamp_roots"])
        try:
            return {}, sealing.seal(pdf, order["key"], order["certificates"], stamper)
        except stamping.NoStampError as error:
            told = {"unstamped": str(error)}
    return told, sealing.seal(pdf, order["key"], order["certificates"])


def _asked(question: bytes) -> bytes:
    """What the authority answers our parent."""
    from samtjanst.adapters.pades.stamping import NoStampError

    _write(sys.stdout.buffer, {"ask": "stamp"}, question)
    answer = json.loads(sys.stdin.buffer.readline(LONGEST_LINE))
    content = sys.stdin.buffer.read(answer["length"])
    if failed := answer.get("failed"):
        raise NoStampError(failed)
    return content


def _write(out: BinaryIO, answer: dict[str, Any], content: bytes) -> None:
    out.write(json.dumps({**answer, "length": len(content)}).encode() + b"\n" + content)
    out.flush()


if __name__ == "__main__":
    main()
