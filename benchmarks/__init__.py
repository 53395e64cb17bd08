"""How fast composeport is, and how much memory it takes, beside the reference. No part of the tests.

`python -m benchmarks` prints one table of everything, `python -m benchmarks quick` a shorter one.
"""
