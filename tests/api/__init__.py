"""Tests of the room that talks HTTP, against the embedded server on a real socket."""
