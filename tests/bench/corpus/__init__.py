"""Bodies of mail through the pipeline, beside what else shows them: how much of it is shown, how rightly, how fast.

`python -m tests.bench.corpus` reads a small corpus made here, whose truth is known; with a folder it reads whatever
mail lies there, and says how the truth was found.
"""
