"""Errors of an application's own, derived from the library's, that a task queue sends to another process."""

from __future__ import annotations

import copy
import pickle

from authpipe import NotConnectedError


class OwnError(NotConnectedError):
    """An application's own, which takes other arguments."""

    def __init__(self, page: str, *, colour: str) -> None:
        super().__init__(f"Nothing at {page}.", code="not_connected", tenant_id="t")
        self.page, self.colour = page, colour


def test_a_subclass_and_its_notes_survive_a_task_queue() -> None:
    error = OwnError("/files", colour="red")
    error.add_note("while listing")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for twin in (pickle.loads(pickle.dumps(error, protocol)), copy.deepcopy(error)):
            assert (type(twin), vars(twin), twin.args, str(twin)) == (OwnError, vars(error), error.args, str(error))
            assert (twin.page, twin.colour, twin.__notes__) == ("/files", "red", ["while listing"])
