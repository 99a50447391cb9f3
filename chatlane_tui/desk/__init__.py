"""What a person can do, headless: the screen and the command line both call it."""
