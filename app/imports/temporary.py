"""A temporary folder that goes when nobody holds it any more."""

import shutil
import weakref
from tempfile import mkdtemp


class TemporaryFolder:
    """A folder for what was read and checked; gone with its last holder, at the latest with the process.

    `tempfile.TemporaryDirectory` calls that an error (ResourceWarning); here it is the plan.
    """

    def __init__(self) -> None:
        self.name = mkdtemp(prefix="colonnade-")
        self._finalizer = weakref.finalize(self, shutil.rmtree, self.name, True)

    def cleanup(self) -> None:
        """Remove it now."""
        self._finalizer()
