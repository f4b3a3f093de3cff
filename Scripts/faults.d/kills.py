# SPDX-License-Identifier: MIT
"""kill -9 at a random moment: under load, while it opens, saves, imports, rotates or leaves."""
import time

from ledger import Author, Ledger
from program import Session, Wrong, judge_prefix

WAYS = ["load", "load", "acknowledged", "acknowledged", "opening", "save", "import", "quit"]
ROUNDS = 5


def session_of(program, store, author, rng, way):
    """Starts a session and returns when it is to be killed."""
    options = ["--snapshot-every", "1"] if way == "schedule" else []
    lockstep = way == "schedule" or rng.random() < 0.3
    commands = author.commands(10_000_000)
    if way != "schedule":
        commands = list(author.commands(20 if way == "opening" else rng.choice([5, 50, 800])))
    if way == "save":
        commands.append(author.save())
    elif way == "import":
        commands.append(author.imported(rng.choice([30, 2000, 20_000])))
    session = Session(program.arguments(store, *options), commands, lockstep, staysOpen=True)
    if way == "opening":
        session.drive(10 ** rng.uniform(-3, -1.4))
    elif way == "schedule":
        session.drive(rng.uniform(0.95, 1.25))
    elif way == "load":
        session.drive(10 ** rng.uniform(-2, -0.5))
    elif way == "acknowledged":
        session.drive(answers=rng.randint(1, len(commands)))
    else:
        # What follows the last word is the snapshot, the import or the end.
        session.drive(sent=len(commands))
        if way == "quit":
            session.drive(answers=len(commands))
            session.close()
        session.drive(time.monotonic() - session.started + 10 ** rng.uniform(-4, -1.5))
    return session


def round_of(program, store, base, rng, folder, way):
    author = Author(rng, base, folder)
    session = session_of(program, store, author, rng, way)
    session.kill()
    status = session.finish()
    if status not in (-9, 0):
        raise Wrong(f"{way}: ended with status {status}: {session.errors[-500:]}")
    while rng.random() < 0.2:
        # Killed again while it recovers.
        opening = Session(program.arguments(store), [], staysOpen=True)
        opening.drive(10 ** rng.uniform(-3, -1.5))
        opening.kill()
        opening.finish()
    return judge_prefix(base, session, program.observe(store))


def case(program, rng, folder, number, place):
    """One store that is killed a few times over; returns the number of kills and of acknowledgements."""
    base = Ledger()
    store = folder / "store"
    acknowledged = 0
    for number in range(ROUNDS):
        way = "schedule" if rng.random() < 0.02 else rng.choice(WAYS)
        acknowledged += round_of(program, store, base, rng, folder, way)
        if len(base.items) > 4000:
            break
    again = program.observe(store)
    if again.items != base.items:
        raise Wrong("a second restart finds another state")
    return number + 1, acknowledged
