"""What general solvers make of whole units with tours and rest: the model of a fleet, as the manual of each has it.

``python -m benchmarks.peers.highs_milp S --seed 1 --seconds 60`` solves a fleet in a process of its own and prints a
line of JSON; likewise ``cpsat``, ``scip`` and ``linopy_model``.

For each opening and slot ``serve`` says whether the unit serves there, ``start`` whether a tour starts with this slot,
and ``end`` whether one has ended just before it. ``covered`` is what a line has in a slot: no more than it needs, and
no more than is given by those who serve it, each cut to the need. The sum of weight times covered is to be as large as
possible. These inequalities are the strong ones of the literature on units of power stations, which have shortest
times up and down as well (Rajan and Takriti, IBM Research Report RC23628, 2005).
"""
