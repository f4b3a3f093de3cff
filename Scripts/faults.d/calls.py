# SPDX-License-Identifier: MIT
"""kill -9 at every system call that touches the store, while it opens, serves, saves and leaves."""
from program import Wrong, judge_prefix
from tracing import fault, missing, points

__all__ = ["missing"]


def size(program, folder):
    return len(points(program, folder))


def case(program, rng, folder, number, place):
    """Kills at one call; the run that survives, since its threads went another way, is judged as well."""
    scenario, call, path, count = points(program, folder.parent)[number]
    store = folder / "store"
    session = scenario.session(store, fault(call, path, store, f"signal=SIGKILL:when={count}"))
    session.drive()
    status = session.finish()
    if status not in (-9, 137, 0):
        raise Wrong(f"{scenario.name}, {call} {path} {count}: status {status}: {session.errors[-500:]}")
    base = scenario.base.copy()
    after = program.observe(store)
    try:
        acknowledged = judge_prefix(base, session, after)
    except Wrong as error:
        raise type(error)(f"{scenario.name}, {call} {path} {count}: {error}") from None
    if program.observe(store).items != after.items:
        raise Wrong(f"{scenario.name}, {call} {path} {count}: a second restart finds another state")
    return (0 if status == 0 else 1), acknowledged
