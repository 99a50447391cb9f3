"""The command line: everything the screen can do, a pipe can do."""
