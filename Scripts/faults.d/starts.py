# SPDX-License-Identifier: MIT
"""Two starts at once: one has the store, the other is told by whom, and changes nothing."""
import json
import time

from ledger import Author, Ledger
from program import Session, Wrong, judge_prefix, judge_set, text


def case(program, rng, folder, number, place):
    """Two sessions on one store, or on one empty place, where the first change shows who has it."""
    store, base = folder / "store", Ledger()
    if rng.random() < 0.7:
        first = Session(program.arguments(store), Author(rng, base, folder).commands(5))
        first.drive()
        first.finish()
        judge_prefix(base, first, program.observe(store))
    sessions = []
    for _ in range(2):
        author = Author(rng, base, folder, monotone=True)
        commands = [*author.start(), author.cost()]
        sessions.append(Session(program.arguments(store), commands, staysOpen=True))
        sessions[-1].size = len(commands)
        time.sleep(rng.choice([0, 0, rng.random() * 0.03]))
    try:
        winner, loser = sorted(sessions, key=took_all, reverse=True)
        if not took_all(winner) or took_all(loser):
            raise Wrong(f"not one of two starts has the store: {winner.answers} and {loser.answers}")
        loser.close()
        judge_loser(loser, winner)
        winner.close()
        if winner.finish() != 0:
            raise Wrong(f"the winner ended badly: {text(winner.errors)}")
    finally:
        for session in sessions:
            session.kill()
    judge_set(base, winner, program.observe(store))
    return 1, len(winner.answers)


def took_all(session):
    """Whether a session took all of its commands; it answers them, or ends at once."""
    if session.process.poll() is None and len(session.answers) < max(len(session.sent), 1):
        session.drive(answers=session.size)
    return bool(session.answers) and all(json.loads(answer).get("success") is True for answer in session.answers)


def judge_loser(loser, winner):
    status = loser.finish()
    said = text(loser.errors) + " ".join(text(answer) for answer in loser.answers)
    if status not in (1, 3):
        raise Wrong(f"the second start ended with status {status}: {said}")
    if f"process {winner.process.pid}" not in said:
        raise Wrong(f"the second start was not told of process {winner.process.pid}: {said}")
