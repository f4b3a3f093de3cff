# SPDX-License-Identifier: MIT
"""The lock, the directory or the newest file is removed, replaced or moved while a session has the store."""
import shutil

from ledger import Author, Ledger
from program import Session, Wrong, judge_prefix, judge_set, text


def newest(store, kind):
    return max(store.glob(f"*.{kind}"))


def replaced(path):
    """Puts a copy in the place of a file."""
    copy = path.with_name(path.name + ".copy")
    shutil.copy2(path, copy)
    copy.rename(path)


def moved(store):
    return store.rename(store.with_name("elsewhere"))


def directory_replaced(store):
    place = moved(store)
    store.mkdir()
    return place


def directory_copied(store):
    place = moved(store)
    shutil.copytree(place, store)
    return place


# What is done, and whether the files that are left hold all that was acknowledged; a path says where they are now.
ACCIDENTS = {
    "rm LOCK": lambda store: (store / "LOCK").unlink() or store,
    "replace LOCK": lambda store: replaced(store / "LOCK") or store,
    "rename LOCK": lambda store: (store / "LOCK").rename(store / "LOCK.old") and store,
    "rm -r": lambda store: shutil.rmtree(store),
    "mv": moved,
    "mv, mkdir": directory_replaced,
    "mv, cp -r": directory_copied,
    "rm journal": lambda store: newest(store, "journal").unlink(),
    "replace journal": lambda store: replaced(newest(store, "journal")) or store,
    "rm snapshot": lambda store: newest(store, "snapshot").unlink(),
}


def case(program, rng, folder, number, place):
    """One session under which something is taken away; nothing may be acknowledged from then on."""
    store, base = folder / "store", Ledger()
    if rng.random() < 0.5:
        first = Session(program.arguments(store), Author(rng, base, folder, monotone=True).commands(5))
        first.drive()
        first.finish()
        judge_prefix(base, first, program.observe(store))
    author = Author(rng, base, folder, monotone=True)
    start = author.start()
    commands = [*start, *(author.cost() for _ in range(rng.randint(1, 30)))]
    before = rng.randint(len(start) + 1, len(commands))
    commands += [author.cost() for _ in range(4)]
    session = Session(program.arguments(store), commands, lockstep=True, staysOpen=True)
    name = rng.choice(list(ACCIDENTS))
    try:
        session.drive(answers=before)
        left = ACCIDENTS[name](store)
        if name.endswith("LOCK"):
            second = program.run("--store", str(store), "user", "add")
            if second.returncode != 3 or b"is in use by" not in second.stderr:
                raise Wrong(f"{name}: a second writer got in: {second.returncode} {text(second.stderr)}")
        session.drive(answers=len(commands))
        session.close()
        status = session.finish()
    finally:
        session.kill()
    successes = session.successes()
    if not all(successes[:before]) or any(successes[before:]):
        raise Wrong(f"{name} after {before} answers: {successes}")
    if status not in (1, 3):
        raise Wrong(f"{name}: ended with status {status}: {text(session.errors)}")
    if left:
        judge_set(base, session, program.observe(left))
    return 1, before
