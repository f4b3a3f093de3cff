# SPDX-License-Identifier: MIT
"""Where the cases of a kind have their stores."""
import shutil
import tempfile
from pathlib import Path


class Missing(Exception):
    """The machine lacks what a kind needs; its message says what."""


class Place:
    """A folder of the machine's own file system."""

    def __init__(self, folder):
        self.folder = folder
        # What the place counts beside faults and answers.
        self.counts = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def tidy(self, folder):
        """Removes what a case made."""
        shutil.rmtree(folder)

    def keep(self, folder, name, number):
        """Keeps the files of a failure for a look at them."""
        kept = Path(tempfile.gettempdir()) / f"pipeline-faults-{name}-{number}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept, symlinks=True)
        print(f"  files: {kept}", flush=True)
