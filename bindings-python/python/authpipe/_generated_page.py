# Generated from bindings-common by `cargo xtask types`. Do not edit.
"""Where errors are explained."""

ERRORS_PAGE = "https://github.com/authpipe/authpipe/blob/main/docs/errors.md"
"""The page that explains every code."""
