"""Adapters for frameworks and SDKs. Each module needs only what it is named after, and nothing here is loaded unasked."""
