/*
 * A test that leaks on purpose. Criterion runs each test in a process of its own and reports it as
 * passed although LeakSanitizer complains, unless ASAN_OPTIONS holds abort_on_error=1. 'make
 * test-asan' runs this program and fails when it passes: then leaks in the real tests would pass
 * unseen as well.
 */
#include <criterion/criterion.h>

#include <stdlib.h>

/* volatile, so that the allocation is neither optimised away nor still reachable at the end. */
static void *volatile held;

Test(canary, a_leak_is_reported)
{
    held = malloc(97);
    cr_assert(held != NULL);
    held = NULL;
}
