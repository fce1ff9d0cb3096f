# The C types of flow.py. Compiled with them, it counts in 64-bit integers.

cdef long long NONE

cdef class Flow:
    cdef public long long lines, givers, records, search, at
    cdef public long long[::1] links_of, giver_of, begins, ends
    cdef public long long[::1] need, died, seeds_of, first, beyond, reached_line, through, queue
    cdef public long long[::1] spare, held, head, dead, met_in, met_from, met
    cdef public long long[::1] seed_giver, seed_amount, record_giver, record_line, amount, next

    cpdef void fill(self, long long at)
    cpdef void keep(self)
    cdef void take_again(self, long long line)
    cdef void take_free(self, long long line)
    cdef void give(self, long long giver, long long line, long long amount)
    cdef bint take_round(self, long long line)
    cdef bint pass_on(self, long long giver, long long line)
    cdef void add(self, long long giver, long long line, long long amount)
    cdef void bring_in(self, long long line)
    cdef void leave_out(self, long long line, long long link)
