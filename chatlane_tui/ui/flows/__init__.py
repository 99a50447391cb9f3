"""What takes more than one step: reading, composing, deciding, leaving. Each talks to the desk and tells widgets."""
