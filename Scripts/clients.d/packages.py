# SPDX-License-Identifier: MIT
"""Packages from PyPI, in an environment of their own under .build."""
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2] / ".build" / "clients" / "python"
PYTHON = HOME / "bin" / "python"
# What the kinds need, once for all of them.
NEEDED = ["requests>=2,<3", "httpx>=0.28,<1", "aiohttp>=3,<4", "openapi-spec-validator>=0.7,<1",
          "openapi-python-client>=0.26,<1"]


def missing():
    """Installs what is not there yet; returns why that cannot be."""
    note = HOME / "installed"
    wanted = "\n".join(NEEDED)
    if PYTHON.exists() and note.exists() and note.read_text() == wanted:
        return None
    commands = ([sys.executable, "-m", "venv", "--clear", HOME],
                [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDED])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            lines = (done.stderr or done.stdout).strip().splitlines()
            return f"pip cannot install {', '.join(NEEDED)}: {lines[-1] if lines else done.returncode}"
    note.write_text(wanted)
    return None


def run(arguments, folder, timeout=120):
    """Runs a program of the environment; returns how it went."""
    environment = {"PATH": f"{HOME / 'bin'}:/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run([str(HOME / "bin" / arguments[0]), *arguments[1:]], cwd=folder, env=environment,
                          capture_output=True, text=True, timeout=timeout)
