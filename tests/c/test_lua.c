/* Tests of heddle's own Lua modules: each script of tests/lua/ is run on the sample, and may require any of them.
 * A script fails by raising an error. */
#include <criterion/criterion.h>
#include <lua.h>
#include <stdio.h>
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

static const char *const sample[] = {"data/sample/01-synthetic-codebook.jsonl",
                                     "data/sample/02-synthetic-reviews.jsonl", NULL};
static const char *const hsscp[] = {"data/hsscp/01-codebook.jsonl", "data/hsscp/02-reviews.jsonl",
                                    "data/hsscp/03-figures.jsonl"};

static void import_data(const char *const *data, const char *store)
{
    const char *paths[] = {data[0], data[1], data[2]};
    size_t n = data[2] ? 3 : 2;
    hd_store *s = NULL;

    cr_assert_eq(hd_store_open_write(store, &s, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_transfer_import(s, paths, n, NULL, NULL, &kit_err), HD_OK, "%s", kit_err.msg);
    cr_assert_eq(hd_store_commit(s, &kit_err), HD_OK, "%s", kit_err.msg);
    hd_store_close(s);
}

static void run_on(const char *const *data, hd_run_options *o)
{
    hd_err err = HD_ERR_INIT;

    import_data(data, kit_path("data.db"));
    o->store = kit_path("data.db");
    own_modules = true;
    cr_expect_eq(hd_run(o, &err), HD_OK, "%s", err.msg);
    own_modules = false;
}

static void run_script(const char *script)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;

    kit_begin();
    o.script = script;
    run_on(sample, &o);
    kit_end();
}

static void append(FILE *to, const char *path)
{
    FILE *from = fopen(path, "r");
    int c;

    cr_assert_not_null(from, "%s", path);
    while ((c = getc(from)) != EOF)
        putc(c, to);
    fclose(from);
}

/* A ready report behind tests/lua/traced.lua, which looks at the document that it saves. */
static void run_traced(const char *const *data, const char *script, const hd_run_param *param)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_run_param params[2] = {{"formats", "json"}};
    FILE *f;

    kit_begin();
    f = fopen(kit_path("traced.lua"), "w");
    cr_assert_not_null(f);
    append(f, "tests/lua/traced.lua");
    append(f, script);
    cr_assert_eq(fclose(f), 0);
    o.script = kit_path("traced.lua");
    o.out_dir = kit_path("");
    o.params = params;
    o.n_params = 1;
    if (param)
        params[o.n_params++] = *param;
    run_on(data, &o);
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

Test(lua, every_number_of_a_learning_deck_leads_to_its_reviews)
{
    run_traced(hsscp, "scripts/learning_deck.lua", NULL);
}

Test(lua, every_number_of_an_annual_report_leads_to_its_reviews)
{
    run_traced(sample, "scripts/annual_report.lua", NULL);
}

Test(lua, every_number_of_a_scorecard_leads_to_its_reviews)
{
    const hd_run_param quarter = {"quarter", "2025-26 Q1"};

    run_traced(sample, "scripts/scorecard.lua", &quarter);
}
