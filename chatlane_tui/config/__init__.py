"""Where settings, tokens and files live on this machine."""
