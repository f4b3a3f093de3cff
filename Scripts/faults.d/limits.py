# SPDX-License-Identifier: MIT
"""A limit on the size of files: the write that reaches it is short, and the next one fails."""
import resource
from functools import partial

import tracing
from errors import judge
from program import Wrong

# The largest file of the scenario.
LARGEST = 8000
_scenarios = {}


def size(program, folder):
    return LARGEST


def case(program, rng, folder, number, place):
    """Begins a store where no file may be larger than `number` bytes."""
    place = folder.parent / "limited"
    if place not in _scenarios:
        place.mkdir()
        _scenarios[place] = tracing.Scenario("new", place, program)
    scenario = _scenarios[place]
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (number, number))
    try:
        return judge(program, scenario.base, scenario.session(folder / "store", preexec_fn=limit), folder / "store")
    except Wrong as error:
        raise type(error)(f"{number} bytes: {error}") from None
