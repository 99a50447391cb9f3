"""An embedded Chatlane: the whole of API v1 on a real socket, written from the vendor's document alone.

Nothing heavy is imported here; `chatlane_tui.sandbox.server.Sandbox` loads the HTTP stack when it starts.
"""
