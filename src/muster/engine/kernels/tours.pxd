# The C types of tours.py. Compiled with them, it counts in 64-bit integers, and numbers units, lines and days in 32.

cdef int NONE, LATE, DECISIONS
cdef long long SHARES

cdef class Tours:
    cdef public long long days, tiers, lines, units, whole, width, span, ranks, drawn, steps, lateness, decisions, least
    cdef public bint priced
    cdef public long long[::1] need, weight, openings_of, runs_of, run_size, run_cost, tours_of, units_of
    cdef public int[::1] tier, line_of, begins, ends, begun, run_end, shortest, longest, rest, unit_of
    cdef public int[::1] bond_of, bound_line, needed, needed_from, needed_end, threshold, share_of, servers, suppliers
    cdef public long long[::1] bonds_of, needs_of, held, counts, share, own, limit
    cdef public long long[::1] covered, value, price, dearest, used, past, places, sizes
    cdef public int[::1] count, tour_opening, tour_first, tour_end, decided_unit, decided_line, decided_day
    cdef public long long[::1] decided_worth
    cdef long long[::1] best, prefix, candidate, kept_value, place_of
    cdef int[::1] chosen, chosen_end, queue, head, tail, victims
    cdef long long[::1] late, top_value
    cdef int[::1] noted_count, noted_opening, noted_first, noted_end

    cpdef void respond(self, int unit) noexcept
    cpdef void withdraw(self, int unit) noexcept
    cpdef void begin(self, int unit, int opening, int first, int end) noexcept
    cdef void send(self, int unit) noexcept
    cdef void cover(self, int opening, int first, int end, int sign) noexcept
    cdef void bring(self, int opening, long long at, long long size) noexcept
    cdef void weigh(self, int bond, int day, int sign, long long[::1] sums, long long here) noexcept
    cdef void count_bond(self, int bond, int day) noexcept
    cdef long long cost(self, int opening, int first) noexcept
    cdef void search(self, int unit) noexcept
    cdef void sum_up(self, int unit, int opening, long long place) noexcept
    cdef void sum_up_bound(self, int opening, long long place) noexcept
    cdef void sum_up_decided(self, int unit, int opening, long long place) noexcept
    cdef void slide(self, int unit, int opening, int own, int day) noexcept
    cdef bint is_worse(self, int opening, long long place, int one, int other, int rest) noexcept
    cdef void consider(self, int opening, long long place, int day, int end, int rest) noexcept
    cdef int base(self, int opening) noexcept
    cpdef void improve(self, long long steps, int together, long long seed) noexcept
    cdef bint is_kept(self) noexcept
    cdef int compared(self, long long[::1] values, long long first) noexcept
    cdef void note(self) noexcept
    cpdef void recall(self) noexcept
    cdef void write_down(self, int unit, int book) noexcept
    cdef void resume(self, int unit, int book) noexcept
    cdef int draw(self, int below) noexcept
    cdef int choose(self, int together) noexcept
    cdef void keep(self, int chosen) noexcept
    cpdef long long bound(self) noexcept
    cpdef long long earn(self, int unit) noexcept
    cpdef int spread(self, int unit, long long[::1] places, long long[::1] sizes) noexcept
    cpdef void adjust(self, int turn) noexcept
    cpdef long long root(self, long long number) noexcept
