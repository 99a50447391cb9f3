"""The only room that talks HTTP: one method an endpoint, foreign errors become ours in one table."""
