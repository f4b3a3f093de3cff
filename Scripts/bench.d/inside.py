# SPDX-License-Identifier: MIT
"""The same from inside: no pipe, no text; and how long changes take while a snapshot is written."""
import json
import subprocess
from pathlib import Path


def run(bench):
    bench.say("inside: builds Benchmarks")
    package = Path("Benchmarks")
    build = ["swift", "build", "--configuration", "release", "--package-path", str(package), "--product", "Inside"]
    result = subprocess.run([*build, "--quiet"], capture_output=True, text=True)
    if result.returncode:
        bench.skip("inside", f"Benchmarks does not build: {(result.stderr or result.stdout).strip()[-300:]}")
        return
    path = subprocess.run([*build, "--show-bin-path"], capture_output=True, text=True).stdout.strip()
    for part in ("questions", "growth", "pauses", "memory"):
        bench.say(f"inside: {part}")
        arguments = [f"{path}/Inside", *(["--quick"] if bench.is_quick else []), part]
        result = subprocess.run(arguments, capture_output=True, text=True)
        if result.returncode:
            bench.skip(f"inside {part}", (result.stderr.strip().splitlines() or ["it ended early"])[0][:200])
            continue
        bench.note("inside", part, json.loads(result.stdout))
