/* Tests of heddle's own Lua modules: each script of tests/lua/ is run on the sample, and may require any of them.
 * A script fails by raising an error. */
#include <criterion/criterion.h>
#include <lua.h>
#include <string.h>

#include "host/host.h"
#include "host/run.h"
#include "io/transfer.h"
#include "store_kit.h"

/* What scripts call `require` (the Makefile links with --wrap): of heddle's own modules they get only these. */
int __real_hd_script_require(lua_State *L);
int __wrap_hd_script_require(lua_State *L);

static bool own_modules;

int __wrap_hd_script_require(lua_State *L)
{
    const char *name = lua_tostring(L, 1);

    if (own_modules && name && strncmp(name, "heddle.", 7) == 0)
        return hd_script_require_own(L);
    return __real_hd_script_require(L);
}

static void import_sample(const char *store)
{
    const char *paths[] = {"data/sample/01-synthetic-codebook.jsonl",
                           "data/sample/02-synthetic-reviews.jsonl"};
    hd_store *s = NULL;

    cr_assert_eq(hd_store_open_write(store, &s, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_transfer_import(s, paths, 2, NULL, NULL, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_store_commit(s, &kit_err), HD_OK, "%s", kit_err.msg);
    hd_store_close(s);
}

static void run_script(const char *script)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;

    kit_begin();
    import_sample(kit_path("sample.db"));
    o.store = kit_path("sample.db");
    o.script = script;
    own_modules = true;
    cr_expect_eq(hd_run(&o, &err), HD_OK, "%s", err.msg);
    own_modules = false;
    kit_end();
}

Test(lua, hidden_cells_are_nowhere)
{
    run_script("tests/lua/states.lua");
}

Test(lua, the_units_behind_a_cell_are_those_it_counts)
{
    run_script("tests/lua/behind.lua");
}

Test(lua, a_sheet_has_a_text_and_state_for_every_cell)
{
    run_script("tests/lua/sheet.lua");
}

Test(lua, workbooks_hold_what_excel_can)
{
    run_script("tests/lua/workbook.lua");
}
