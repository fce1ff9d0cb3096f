# The C types of flow.py. Compiled with them, it counts in 64-bit integers, and numbers lines and givers in 32.

cdef int NONE, DEAD, GONE

cdef class Flow:
    cdef public long long lines, givers, records
    cdef public int search, at
    cdef public long long[::1] links_of, seeds_of, need, first, beyond, past
    cdef public int[::1] died, reached_in, through, queue
    cdef public int[::1] giver_of, begins, ends, mark, met_from, met, head
    cdef public long long[::1] spare, held, seed_amount, amount
    cdef public int[::1] seed_giver, record_giver, record_line, next

    cpdef void fill(self, int at)
    cpdef void keep(self)
    cdef void take_again(self, int line)
    cdef void take_free(self, int line)
    cdef void give(self, int giver, int line, long long amount)
    cdef bint take_round(self, int line)
    cdef bint take_spare(self, int reached, int line)
    cdef void pass_on(self, int giver, int reached, int line)
    cdef void add(self, int giver, int line, long long amount)
    cdef void bring_in(self, int line)
    cdef void leave_out(self, int line, long long link)
