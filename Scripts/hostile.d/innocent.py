# SPDX-License-Identifier: MIT
"""An innocent user, in a process of its own: asks again and again until its input ends, then says how long it took.

Every tenth request is on a new connection: who comes while others are served has to be let in too.
"""
import http.client
import json
import select
import sys
import time

PAUSE, PATIENCE = 0.004, 30


def main(port, token):
    fields = {"Authorization": f"Bearer {token}"}
    times, faults = [], []
    connection = None
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        if connection is None or len(times) % 10 == 0:
            if connection:
                connection.close()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        start = time.monotonic()
        try:
            connection.request("GET", "/api/costs", headers=fields)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                faults.append(answer.status)
        except (OSError, http.client.HTTPException) as error:
            faults.append(repr(error))
            connection.close()
            connection = None
        times.append(time.monotonic() - start)
    print(json.dumps({"times": times, "faults": faults[:5]}))


main(int(sys.argv[1]), sys.argv[2])
