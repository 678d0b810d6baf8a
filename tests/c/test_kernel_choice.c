/* Which variant of the kernels is used. */
#include <criterion/criterion.h>
#include <string.h>

#include "query/kernel.h"

Test(kernel_choice, unknown_variants_are_refused_with_the_list)
{
    hd_err err = HD_ERR_INIT;
    const hd_kernels *before = hd_kernels_get();

    cr_assert_eq(hd_kernels_force("sse9", &err), HD_EUSAGE);
    cr_assert(strstr(err.msg, "unknown kernels 'sse9', expected 'portable'"), "%s", err.msg);
    cr_assert_eq(hd_kernels_get(), before);
}

Test(kernel_choice, variants_the_machine_lacks_are_refused)
{
    const hd_kernels *k;
    bool runs;

    for (size_t v = 0; (k = hd_kernels_nth(v, &runs)) != NULL; v++) {
        hd_err err = HD_ERR_INIT;
        cr_assert_eq(hd_kernels_force(k->name, &err), runs ? HD_OK : HD_EMISSING);
        cr_assert(runs || strstr(err.msg, "this machine lacks"), "%s", err.msg);
    }
}

Test(kernel_choice, the_best_variant_is_chosen_unless_one_is_forced)
{
    const hd_kernels *best = NULL, *k;
    bool runs;

    for (size_t v = 0; (k = hd_kernels_nth(v, &runs)) != NULL; v++)
        if (runs)
            best = k;
    cr_assert_eq(hd_kernels_get(), best);
    cr_assert_eq(hd_kernels_force("portable", NULL), HD_OK);
    cr_assert_str_eq(hd_kernels_get()->name, "portable");
    cr_assert_eq(hd_kernels_force("", NULL), HD_OK);
    cr_assert_eq(hd_kernels_get(), best);
}
