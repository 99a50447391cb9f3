"""Brings the server and the store together, and delivers the outbox."""
