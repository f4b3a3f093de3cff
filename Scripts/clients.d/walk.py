# SPDX-License-Identifier: MIT
"""Asks every route of the document with the client that was generated; run by the kind 'generated'."""
import datetime
import enum
import importlib
import inspect
import json
import pkgutil
import re
import sys
import typing
import uuid
from pathlib import Path

SETTINGS = json.loads(sys.argv[1])
sys.path.insert(0, SETTINGS["folder"])
made = importlib.import_module(SETTINGS["package"])
DOCUMENT = json.loads(Path(SETTINGS["document"]).read_text())
NOW = datetime.datetime.now(datetime.timezone.utc)
# What a route or a row asks for, wherever it does.
VALUES = {"user_id": uuid.UUID(SETTINGS["user"]), "cost_type": "walked", "amount": 1.25, "type_": "walked",
          "title": "A walk", "message": "m", "until": NOW}


def routes():
    """The functions that were made for the routes, those that bring rows first."""
    api = importlib.import_module(made.__name__ + ".api")
    names = [found.name for found in pkgutil.walk_packages(api.__path__, api.__name__ + ".") if not found.ispkg]
    return sorted(map(importlib.import_module, names), key=lambda module: "add" not in module.__name__.split(".")[-1])


def needed(function):
    return [name for name, parameter in inspect.signature(function).parameters.items()
            if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD]


def alternatives(kind):
    """The types of which a value of a parameter may be."""
    return [kind] if isinstance(kind, type) else [one for part in typing.get_args(kind) for one in alternatives(part)]


def body(kind):
    """What a route takes, with the fields that it must have."""
    model = next(one for one in alternatives(kind) if hasattr(one, "from_dict"))
    return model(**{name: VALUES[name] for name in needed(model)})


def calls(module):
    """What a route is asked with: what it needs, and then every value of every choice that it gives."""
    parameters = inspect.signature(module.sync_detailed).parameters
    needs = {name: body(parameters[name].annotation) if name == "body" else VALUES[name]
             for name in needed(module.sync_detailed) if name != "client"}
    yield needs
    for name, parameter in parameters.items():
        yield from ({**needs, name: value} for value in choices(parameter.annotation))


def choices(kind):
    """Every value of an enumeration that a parameter may be, or may be a list of."""
    if typing.get_origin(kind) is list:
        return [[value] for part in typing.get_args(kind) for value in choices(part)]
    if isinstance(kind, type):
        return list(kind) if issubclass(kind, enum.Enum) else []
    return [value for part in typing.get_args(kind) for value in choices(part)]


def client(module, needs):
    """A client with the token that the document asks for at a route."""
    arguments = module._get_kwargs(**needs)
    paths = [path for path in DOCUMENT["paths"] if re.fullmatch(re.sub(r"{.*?}", "[^/]+", path), arguments["url"])]
    # Of several, the one is meant that has no variable in the way.
    path = min(paths, key=lambda path: path.count("{"))
    operation = DOCUMENT["paths"][path][arguments["method"]]
    security = operation.get("security", DOCUMENT.get("security"))
    if not security:
        return made.Client(SETTINGS["address"], raise_on_unexpected_status=True), operation
    token = SETTINGS["service" if any("platform" in scheme for scheme in security) else "token"]
    return made.AuthenticatedClient(SETTINGS["address"], token=token, raise_on_unexpected_status=True), operation


def main():
    answers, asked = {}, 0
    for module in routes():
        for needs in calls(module):
            caller, operation = client(module, needs)
            with caller:
                answer = module.sync_detailed(client=caller, **needs)
            name = operation["operationId"]
            assert 200 <= answer.status_code < 300, (name, needs, answer.status_code, answer.content)
            content = operation["responses"][str(int(answer.status_code))].get("content", {})
            assert answer.parsed is not None or "application/json" not in content, (name, answer.content)
            if name == "addNotifications":
                VALUES["id"] = answer.parsed.data.id
            answers.setdefault(name, answer.parsed)
            asked += 1
    operations = [name for path in DOCUMENT["paths"].values() for name in path]
    assert len(operations) == len(answers), (len(operations), sorted(answers))
    costs, notes = answers["costs"].data, answers["notifications"].data
    assert costs.total_cost == 1.25 and costs.records[0].cost_type == "walked", costs
    assert notes.notifications[0].title == "A walk" and notes.notifications[0].id == VALUES["id"], notes
    print(f"{asked} requests by {len(answers)} functions of a generated client")


main()
