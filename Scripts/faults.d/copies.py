# SPDX-License-Identifier: MIT
"""A copy of a store over another copy of it, after both went their own ways, and two programs on copies of one journal."""
import shutil

from ledger import Author, Ledger
from program import Session, Wrong, judge_prefix, text


def lived(program, rng, folder, store, base, copies):
    """Lets a store live for a while, and copies it at moments in between; returns what it holds at the end."""
    for _ in range(rng.randint(1, 3)):
        author = Author(rng, base, folder)
        commands = [*author.start()]
        for _ in range(rng.randint(1, 4)):
            commands += [author.cost() for _ in range(rng.randint(0, 4))]
            if rng.random() < 0.6:
                commands.append(author.save())
        session = Session(program.arguments(store, "--keep", "2"), commands, lockstep=True, staysOpen=True)
        for count in range(len(commands)):
            session.drive(answers=count + 1)
            if rng.random() < 0.2:
                copies.append(copied(store, folder))
        if rng.random() < 0.5:
            session.close()
        else:
            session.kill()
        session.finish()
        judge_prefix(base, session, program.observe(store, "--read-only"))
        copies.append(copied(store, folder))
    return base


def copied(store, folder, over=None):
    """Copies a store, to a new place or over what is there."""
    target = over or folder / f"copy-{len(list(folder.glob('copy-*')))}"
    if store.exists():
        shutil.copytree(store, target, dirs_exist_ok=True)
    else:
        target.mkdir(exist_ok=True)
    return target


def contents(store):
    return {path.name: path.read_bytes() for path in store.iterdir() if path.is_file() and path.name != "LOCK"}


def case(program, rng, folder, number, place):
    """Two branches of one store, and the newest copy of one over any copy of the other."""
    trunk, copies = folder / "trunk", []
    lived(program, rng, folder, trunk, Ledger(), copies)
    start = rng.choice([copy for copy in copies if list(copy.glob("*.snapshot"))])
    ledgers, branches = [], []
    for name in ("one", "two"):
        store, copies = copied(start, folder, over=folder / name), []
        base = program.observe(store, "--read-only")
        ledgers.append(lived(program, rng, folder, store, base, copies))
        branches.append(copies)
    below, newest = rng.choice(branches[0]), branches[1][-1]
    mixed = copied(newest, folder, over=copied(below, folder))
    # A branch that did nothing of its own is the beginning of the other one.
    isUnchanged = contents(below).items() <= contents(mixed).items()
    check, result = program.check(mixed), program.open(mixed)
    if result.returncode == 3:
        if b", offset " not in result.stderr:
            raise Wrong(f"refused without file and offset: {text(result.stderr)}")
        if check.returncode == 0:
            raise Wrong(f"the check found nothing, and the opening refused: {text(result.stderr)}")
        return 1, 0
    if result.returncode not in (0, 1):
        raise Wrong(f"ended with status {result.returncode}: {text(result.stderr)}")
    # What opens is what was copied last, unless that was the beginning of what was there.
    found = program.ledger(result).items
    if isUnchanged:
        if found != program.ledger(program.open(copied(below, folder))).items:
            raise Wrong("what opened is not what was there before its own beginning was copied over it")
    elif found != ledgers[1].items:
        raise Wrong("what opened is not the branch that was copied last")
    return 1, 0
