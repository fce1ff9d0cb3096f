"""Public instances beside which the planner of whole units is measured: generalised assignment and nurse rostering.

Their files are no part of Muster: they are read from the folder that ``MUSTER_DATA`` names. ``assignments`` and
``rosters`` read them, ``assigning`` and ``rostering`` state them in the terms of the engine and plan them, and
``benchmarks.public_instances`` runs all beside HiGHS, each in a process of its own for equal time.
"""
