"""The questions of `afterword new`, asked and answered at a real terminal."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from commands import program
from small import ENVIRONMENT
from support import examples, only_new

Answers = Sequence[tuple[str, str]]
"""What a question must have on the screen, and what is typed then."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the example library."""
    return examples(tmp_path)


def on_terminal(root: Path, answers: Answers, *arguments: str, end: signal.Signals | None = None) -> tuple[int, str]:
    """The exit code of a command whose questions are answered at a terminal, and all that the terminal was sent."""
    terminal, theirs = pty.openpty()
    command = [program("afterword"), *arguments]
    environment = {**ENVIRONMENT, "TERM": "xterm-256color"}
    process = subprocess.Popen(command, cwd=root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    sent, answered, waiting = b"", 0, list(answers)
    while True:
        try:
            part = os.read(terminal, 65536) if select.select([terminal], [], [], 60)[0] else b""
        except OSError:  # how Linux says that the other end is closed
            part = b""
        if not part:
            break
        sent += part
        os.write(terminal, b"\x1b[1;1R" * part.count(b"\x1b[6n"))  # where the cursor is
        if waiting and waiting[0][0].encode() in sent[answered:]:
            answered = len(sent)
            time.sleep(0.05)  # the question is drawn before it is listened to
            os.write(terminal, waiting.pop(0)[1].encode())
        elif not waiting and end:
            process.send_signal(end)
    os.close(terminal)
    if waiting:
        process.kill()
    code = process.wait()
    assert not waiting, (waiting[0], sent.decode()[-2000:])
    return code, sent.decode()


DEAL: Answers = (
    ("Kind (deal, campaign, launch, project):", "deel\r"),
    ("cannot be", "\x7f\x7f\x7feal\r"),
    ("Name:", "Wal-Mart Germany\r"),
    ("already names", " Again\r"),
    ("Outcome (won, lost, no-decision):", "lost\r"),
    ("Customer:", "Northlight Retail\r"),
    ("Competitor:", "\r"),
    ("2026-11-22", "\r"),
    ("Keeper:", "Priya Nair\r"),
    ("Owner:", "\r"),
    ("Teams involved:", "техподд"),
    ("Customer support", "\t"),
    ("support", "\r"),
    ("Tags:", "price, rush hour\r"),
    ("is not a tag", "\x7f" * 11 + "\r"),
    ("good-bad-ugly", "\r"),
    ("Link which", "1\r"),
)


def test_questions_make_the_same_draft(library: Path) -> None:
    """Each answer is checked at once, words are completed, and what is related is offered as links."""
    code, screen = on_terminal(library, DEAL, "new", "--as-of", "2026-11-22")
    assert code == 0, screen
    (text,) = (raw.decode() for raw in only_new(library).values())
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "<!--"))]
    assert lines == [
        "---", "name: Wal-Mart Germany Again", "kind: deal", "status: draft", "schema_version: 2",
        "ends: 2026-11-22", "due: 2026-11-29",
        "keeper: Priya Nair", "teams: [support]", "tags: [pricing]", "outcome: lost",
        "deal: {account: Northlight Retail}", "---", "See also [[Wal-Mart Germany]].",
    ]  # fmt: skip
    assert "## What went well?" in text


def test_questions_are_in_the_language_of_who_is_asked(library: Path) -> None:
    """Titles come from the schema's catalogue; Ctrl-C at any question leaves nothing."""
    answers = [("Вид (deal, campaign, launch, project):", "launch\r"), ("Название:", "Запуск\r"), ("Рынки:", "\x03")]
    code, _ = on_terminal(library, answers, "new", "--lang", "ru")
    assert (code, only_new(library)) == (1, {})


def test_a_place_is_held_for_what_is_yet_to_come(library: Path) -> None:
    """A planned campaign is asked for its targets in place of its outcome, and for each market it gets a record."""
    answers = [
        ("Name:", "Bold Tea\r"), ("Markets:", "росс, us\r"), ("is not", "\x15ru, us\r"), ("Goal", "\r"),
        ("planned campaign", "conversion\r"), ("Starts:", "2027-05\r"), ("Ends:", "\r"),
        ("needs `due`", "2027-06-30\r"),
        ("Orders=400:", "Orders=1.8, Reach\r"), ("needs `kpis.planned`", "=high\r"), ("Keeper:", "A\r"),
        ("Teams involved:", "\r"), ("Tags:", "\r"), ("Series:", "\r"), ("Link which", "\r"),
    ]  # fmt: skip
    code, screen = on_terminal(library, answers, "new", "campaign", "--status", "planned")
    assert code == 0, screen
    texts = [raw.decode() for raw in only_new(library).values()]
    assert ["due: 2027-07-03" in text for text in texts] == [True, True]
    assert ["  - {name: Orders, planned: 1.8}\n  - {name: Reach, planned: high}" in text for text in texts] == [
        True
    ] * 2


@pytest.mark.parametrize("ending", ["\x04", "killed"])
def test_who_leaves_halfway_leaves_nothing(library: Path, ending: str) -> None:
    """By Ctrl-D, or by a kill."""
    typed, sign = ("", signal.SIGKILL) if ending == "killed" else (ending, None)
    code, _ = on_terminal(library, [*DEAL[:8], ("Keeper:", typed)], "new", "--as-of", "2026-11-22", end=sign)
    assert (code, only_new(library)) == (-signal.SIGKILL if sign else 1, {})
