"""The whole client in a real terminal size, against the embedded server on a real socket."""
