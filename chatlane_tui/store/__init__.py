"""The local truth: SQLite. One thread writes, one reads; facts are published after the commit."""
