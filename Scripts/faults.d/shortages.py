# SPDX-License-Identifier: MIT
"""A process that runs out of descriptors at a command: it is refused or done, the next one is done, nothing is lost."""
import json
import os
import resource

import tracing
from errors import judge
from ledger import Command
from program import Wrong, text

# How many descriptors are left at the command: what opening a store, a journal or a snapshot needs, and less.
FREE = range(4)
SCENARIOS = ["new", "reopened", "killed"]
# The commands of the longest scenario.
COMMANDS = 14
_scenarios = {}


def missing():
    return None if hasattr(resource, "prlimit") and os.path.isdir("/proc/self/fd") else "there is no prlimit here"


def size(program, folder):
    return len(SCENARIOS) * COMMANDS * len(FREE)


def case(program, rng, folder, number, place):
    """Runs a scenario with a lack of descriptors at one command, which is sent again if it was refused."""
    number, free = divmod(number, len(FREE))
    name, position = SCENARIOS[number // COMMANDS], number % COMMANDS
    place = folder.parent / name
    if place not in _scenarios:
        place.mkdir()
        _scenarios[place] = tracing.Scenario(name, place, program)
    scenario = _scenarios[place]
    session = scenario.session(folder / "store")
    # Once a question was answered, whatever a program loads to run is there.
    session.commands = disturbed(session, [Command("info"), *session.commands], position + 1, free)
    try:
        result = judge(program, scenario.base, session, folder / "store")
        judge_refusals(session)
        return result
    except Wrong as error:
        raise type(error)(f"{name}, {free} descriptors free at command {position}: {error}") from None


def disturbed(session, commands, position, free):
    """The commands, one of them while descriptors are short, and that one again if it was refused then."""
    for index, command in enumerate(commands):
        if index == position:
            limits = resource.prlimit(session.process.pid, resource.RLIMIT_NOFILE)
            resource.prlimit(session.process.pid, resource.RLIMIT_NOFILE, (limit(session, free), limits[1]))
            yield command
            # In lockstep: this one was answered.
            resource.prlimit(session.process.pid, resource.RLIMIT_NOFILE, limits)
            if not succeeded(session.answers[-1]):
                yield command
        else:
            yield command


def limit(session, free):
    """The limit with which so many descriptors are free below it."""
    taken = {int(name) for name in os.listdir(f"/proc/{session.process.pid}/fd")}
    number = 0
    while free or number in taken:
        free -= number not in taken
        number += 1
    return number


def succeeded(answer):
    return json.loads(answer).get("success") is True


def judge_refusals(session):
    """One command may be refused, and for the lack alone."""
    refused = [answer for answer in session.answers if not succeeded(answer)]
    if len(refused) > 1:
        raise Wrong(f"{len(refused)} commands were refused, the last with {text(refused[-1])}")
    if refused and b"too many open files" not in refused[0].lower():
        raise Wrong(f"refused with {text(refused[0])}")
