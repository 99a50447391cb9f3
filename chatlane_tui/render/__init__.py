"""Body text to a neutral document of blocks and runs; knows no terminal and no Textual."""
