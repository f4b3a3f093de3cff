# SPDX-License-Identifier: MIT
"""kill -9 at a random moment: under load, while it opens, saves, imports, rotates or leaves."""
from ledger import Author, Ledger
from program import Session, Wrong, judge_prefix

WAYS = ["load", "load", "acknowledged", "acknowledged", "opening", "save", "import", "quit"]
ROUNDS = 5


def session_of(program, store, author, rng, way):
    """Starts a session and returns when it is to be killed."""
    options = ["--snapshot-every", "1"] if way == "schedule" else []
    arguments = program.arguments(store, *options)
    lockstep = rng.random() < 0.3
    pause = 10 ** rng.uniform(-4, -1.5)
    commands = author.commands(rng.choice([5, 50, 800]))
    if way in ("save", "import"):
        def with_last(commands):
            yield from commands
            yield author.save() if way == "save" else author.imported(rng.choice([30, 2000, 20_000]))
        commands = with_last(commands)
    elif way == "schedule":
        commands = author.commands(2_000_000)
        lockstep = True
    elif way == "opening":
        commands = author.commands(20)
    session = Session(arguments, commands, lockstep)
    if way == "opening":
        session.drive(10 ** rng.uniform(-3, -1.4))
    elif way == "schedule":
        session.drive(rng.uniform(0.95, 1.25))
    elif way == "load":
        session.drive(10 ** rng.uniform(-2, -0.5))
    elif way == "acknowledged":
        session.drive(answers=rng.randint(1, 300))
    else:
        # Sent to the last word: what follows is the snapshot, the import or the end.
        while not session.isClosing and session.process.poll() is None:
            session.drive(sent=len(session.sent) + 1)
            if session.lockstep:
                session.drive(answers=len(session.sent) - (1 if way != "quit" else 0))
        session.drive(session_age(session) + pause)
    return session


def session_age(session):
    import time
    return time.monotonic() - session.started


def round_of(program, store, base, rng, folder, way):
    author = Author(rng, base, folder)
    session = session_of(program, store, author, rng, way)
    session.kill()
    status = session.finish()
    if status not in (-9, 0):
        raise Wrong(f"{way}: ended with status {status}: {session.errors[-500:]}")
    after = program.observe(store)
    count = judge_prefix(base, session, after)
    return count


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
