# SPDX-License-Identifier: MIT
"""A disk that fails at a call, once or for ever: never an OK that does not hold."""
from program import Wrong, judge_set, text
from tracing import fault, missing, points

__all__ = ["missing"]

WRITES = ["EIO", "ENOSPC", "EINTR", "EROFS"]
# A lack that passes leaves the disk as it was, except where a flush says so.
NAMES = [*WRITES, "ENOMEM"]
ERRORS = {
    "mkdir": ["EIO", "ENOSPC", "EROFS", "EACCES", "ENOMEM"], "mkdirat": ["EIO", "ENOSPC", "EROFS", "ENOMEM"],
    "openat": ["EIO", "ENOSPC", "EROFS", "EMFILE", "ENFILE", "ENOMEM", "EINTR", "EACCES"],
    "flock": ["EINTR", "ENOLCK", "ENOMEM"], "ftruncate": ["EIO", "ENOSPC", "EINTR", "ENOMEM"],
    "fstat": ["EIO", "ENOMEM"], "newfstatat": ["EIO", "ENOMEM"], "fstatfs": ["EIO", "ENOMEM"],
    "getdents64": ["EIO", "ENOMEM"], "pread64": ["EIO", "EINTR", "ENOMEM"], "pwrite64": NAMES, "fsync": WRITES,
    "fdatasync": WRITES, "close": ["EIO", "EINTR"], "rename": NAMES, "renameat": NAMES, "renameat2": NAMES,
    "unlink": ["EIO", "EROFS", "EBUSY", "ENOMEM"], "unlinkat": ["EIO", "EROFS", "EBUSY", "ENOMEM"],
}
_plans = {}


def plan(program, folder):
    """Every call with every error, once and for ever; what is interrupted goes on at last."""
    if folder not in _plans:
        _plans[folder] = [
            (point, f"error={error}:when={point[3]}{times}")
            for point in points(program, folder)
            for error in ERRORS.get(point[1], [])
            for times in ("", f"..{point[3] + 3}" if error == "EINTR" else "+")
        ]
    return _plans[folder]


def size(program, folder):
    return len(plan(program, folder))


def case(program, rng, folder, number, place):
    """Runs a scenario with one fault."""
    (scenario, call, path, _), what = plan(program, folder.parent)[number]
    store = folder / "store"
    try:
        return judge(program, scenario.base, scenario.session(store, fault(call, path, store, what)), store)
    except Wrong as error:
        raise type(error)(f"{scenario.name}, {call} {path} {what}: {error}") from None


def judge(program, base, session, store):
    """No answer may be better than the disk; what was acknowledged is there when the disk works again."""
    session.drive()
    status = session.finish()
    if status < 0 or status not in (0, 1, 2, 3):
        raise Wrong(f"ended with status {status}: {text(session.errors)}")
    refused = session.successes().count(False)
    if refused and status == 0:
        raise Wrong("ended with status 0 after an error")
    if status == 0 and len(session.answers) < len(session.sent):
        raise Wrong("ended with status 0 without answering")
    after = program.observe(store)
    judge_set(base, session, after)
    if program.observe(store).items != after.items:
        raise Wrong("a second restart finds another state")
    return 1, len(session.answers)
