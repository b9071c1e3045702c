"""Frameworks and SDKs as they are installed, against the sandbox."""

from __future__ import annotations

import contextlib

import pytest

# The fixtures that users get.
from authpipe.testing import authpipe, authpipe_options, authpipe_sandbox

from .apps import APPS, App

__all__ = ["authpipe", "authpipe_options", "authpipe_sandbox"]


@pytest.fixture(params=APPS, ids=lambda kind: kind.__name__)
def kind(request) -> type[App]:
    """Each web framework in turn."""
    return request.param


@pytest.fixture
def make(kind, authpipe):
    """Makes an application of the framework, which ends with the test."""
    with contextlib.ExitStack() as stack:

        def build(using=authpipe, **options):
            app = kind(using, **options)
            stack.callback(app.close)
            return app

        yield build
