"""Servers, task queues and process pools as they are installed, each with a vault on disk and one sandbox."""

from authpipe.testing import authpipe_options, authpipe_sandbox

__all__ = ["authpipe_options", "authpipe_sandbox"]
