"""A terminal client for the Chatlane shared inbox: offline-first, keyboard-driven, and careful with what it sends."""
