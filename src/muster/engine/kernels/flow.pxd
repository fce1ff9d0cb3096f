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

    cpdef void fill(self, int at) noexcept
    cpdef void keep(self) noexcept
    cdef void take_again(self, int line) noexcept
    cdef void take_free(self, int line) noexcept
    cdef bint take_round(self, int line) noexcept
    cdef bint take_spare(self, int reached, int line) noexcept
    cdef void pass_on(self, int giver, int reached, int line) noexcept
    cdef void add(self, int giver, int line, long long amount) noexcept
    cdef void put(self, int giver, int line, long long amount) noexcept
    cdef void bring_in(self, int line) noexcept
    cdef void leave_out(self, int line, long long link) noexcept
