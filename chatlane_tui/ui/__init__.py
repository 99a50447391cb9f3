"""The screen: reads rows, calls the desk."""
