# SPDX-License-Identifier: MIT
"""Every file of a small store cut at every offset, and every bit of it flipped."""
import shutil

from ledger import Author, Ledger
from program import Program, Session, Wrong, judge_prefix, text

_templates = {}


class Template:
    """A store with two generations and changes after the newest, all of its states known."""

    def __init__(self, program, folder, rng):
        self.store = folder / "template"
        author = Author(rng, Ledger(), folder, monotone=True)
        commands = [*author.start(), author.cost(), author.notification(), author.mark(), author.save(),
                    *author.start(), author.cost(), author.imported(3), author.notification(), author.cost()]
        session = Session(program.arguments(self.store), commands, lockstep=True)
        session.drive(answers=len(commands))
        session.kill()
        session.finish()
        self.files = {path.name: path.stat().st_size for path in sorted(self.store.iterdir()) if path.name != "LOCK"}
        self.newest = max(name for name in self.files if name.endswith(".journal"))
        ledger, self.states = Ledger(), [set()]
        for command in commands:
            command.apply(ledger)
            if self.states[-1] != ledger.items:
                self.states.append(set(ledger.items))
        # For each file: cut to every length, then every bit.
        self.cases = [(name, "cut", offset) for name, size in self.files.items() for offset in range(size)]
        self.cases += [(name, "flip", bit) for name, size in self.files.items() for bit in range(size * 8)]


def template(program, folder):
    if folder not in _templates:
        import random
        _templates[folder] = Template(program, folder, random.Random("damage"))
    return _templates[folder]


def size(program, folder):
    return len(template(program, folder).cases)


def case(program, rng, folder, number, place):
    """Damages a copy, checks it and opens it."""
    whole = template(program, folder.parent)
    name, kind, place = whole.cases[number]
    store = folder / "store"
    shutil.copytree(whole.store, store)
    bytes = bytearray((store / name).read_bytes())
    if kind == "cut":
        del bytes[place:]
    else:
        bytes[place // 8] ^= 1 << place % 8
    (store / name).write_bytes(bytes)
    try:
        judge(program, whole, store, name, kind)
    except Wrong as error:
        raise type(error)(f"{name}, {kind} {place}: {error}") from None
    return 1, 0


def judge(program, whole, store, name, kind):
    before = contents(store)
    check = program.check(store)
    if contents(store) != before:
        raise Wrong("the check changed the store")
    result = program.open(store)
    report = text(result.stderr)
    if result.returncode == 3:
        if "Storage unavailable" not in report or ", offset " not in report:
            raise Wrong(f"refused without file and offset: {report}")
        if contents(store) != before:
            raise Wrong("the refusal changed the store")
        if check.returncode not in (1, 3):
            raise Wrong(f"the check said {check.returncode}, the opening refused: {report}")
        return
    if result.returncode not in (0, 1):
        raise Wrong(f"ended with status {result.returncode}: {report}")
    items = Program.ledger(result).items
    if items == whole.states[-1]:
        if kind == "flip" and check.returncode == 0:
            raise Wrong("a flipped bit was not noticed")
        return
    # The end of the newest journal alone can look like a write that was cut short.
    allowed = whole.states[:-1] if kind == "cut" else whole.states[-2:-1]
    if name != whole.newest or items not in allowed:
        raise Wrong(f"opened with {len(items)} items of {len(whole.states[-1])}: {report}")
    if kind == "flip" and "cut short" not in report:
        raise Wrong(f"a change went without a word: {report}")


def contents(store):
    """Every file but the lock, in which the newest holder's process id stands."""
    return {str(path.relative_to(store)): path.read_bytes() if path.is_file() else None
            for path in store.rglob("*") if path.name != "LOCK"}
