/* Tests of host/: what the golden tests of hostile scripts cannot see. */
#include <criterion/criterion.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/stop.h"
#include "bind/bind.h"
#include "host/host.h"
#include "store_kit.h"

/* Standard output goes to a file from here on; its content so far. */
static FILE *captured;

static void capture(void)
{
    captured = tmpfile();
    cr_assert_not_null(captured);
    fflush(stdout);
    cr_assert_geq(dup2(fileno(captured), STDOUT_FILENO), 0);
}

static const char *output(void)
{
    static char text[4096];
    ssize_t n = pread(fileno(captured), text, sizeof text - 1, 0);

    cr_assert_geq(n, 0);
    text[n] = '\0';
    return text;
}

static hd_status run_code(const char *code, hd_err *err)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;

    o.code = code;
    *err = (hd_err)HD_ERR_INIT;
    return hd_run(&o, err);
}

Test(host, controls_do_not_reach_a_terminal)
{
    hd_host h = {.terminal = true};
    const char text[] = "a\x1b]52;c;x\a\tb\x7f\xc2\x9b"
                        "31m\r\n\xc3\xa9\x9b!";

    capture();
    cr_assert_eq(hd_output_write(&h, text, sizeof text - 1, NULL), HD_OK);
    cr_assert_str_eq(output(), "a]52;c;x\tb31m\n\xc3\xa9?!");
    hd_output_release(&h);
}

Test(host, bytes_reach_a_file_as_they_are)
{
    hd_host h = {.terminal = false};
    const char text[] = "a\x1b[1m\xff\r\n";

    capture();
    cr_assert_eq(hd_output_write(&h, text, sizeof text - 1, NULL), HD_OK);
    cr_assert_str_eq(output(), "");
    cr_assert_eq(hd_output_flush(&h, NULL), HD_OK);
    cr_assert_str_eq(output(), text);
    hd_output_release(&h);
}

Test(host, the_output_limit_counts_all_pieces)
{
    hd_host h = {.written_bytes = HD_RUN_OUTPUT - 2};
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(hd_output_write(&h, "ab", 2, &err), HD_OK);
    cr_assert_eq(hd_output_write(&h, "c", 1, &err), HD_ELIMIT);
    cr_assert_str_eq(err.msg, "output limit of 64 MiB reached");
    hd_output_release(&h);
}

Test(host, a_run_leaves_nothing_to_the_next)
{
    hd_err err;

    capture();
    cr_assert_eq(run_code("string.format = nil x = 1", &err), HD_OK);
    cr_assert_eq(run_code("x", &err), HD_ESCRIPT);
    cr_assert_str_eq(err.msg, "-e:1: unknown name 'x'");
    cr_assert_eq(run_code("string.format('%d', 5)", &err), HD_OK);
    cr_assert_str_eq(output(), "5\n");
}

Test(host, status_says_what_went_wrong)
{
    hd_err err;

    cr_assert_eq(run_code("= 1", &err), HD_EDATA);
    cr_assert_eq(run_code("error('x')", &err), HD_ESCRIPT);
    cr_assert_eq(run_code("heddle.fail('x')", &err), HD_ECHECK);
    cr_assert_str_eq(err.msg, "-e:1: x");
    cr_assert_eq(run_code("heddle.param('x')", &err), HD_EUSAGE);
    cr_assert_eq(run_code("require 'not_there'", &err), HD_ENOTFOUND);
}

Test(host, a_stopped_run_ends_with_the_reason)
{
    hd_err err;

    hd_stop_set(HD_STOP_INTERRUPT);
    cr_assert_eq(run_code("while true do pcall(function() while true do end end) end", &err),
                 HD_EINTR);
    cr_assert_str_eq(err.msg, "-e:1: interrupted");
}

Test(host, a_failed_run_writes_no_file)
{
    char folder[] = "/tmp/heddle-test-XXXXXX", path[64];
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    const hd_run_param unused = {"unused", "1"};
    hd_err err = HD_ERR_INIT;

    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.txt", folder);
    o.out_dir = folder;
    o.code = "heddle.save('a.txt', 'x') error('late')";
    cr_assert_eq(hd_run(&o, &err), HD_ESCRIPT);
    cr_assert(!hd_file_exists(path));
    o.code = "heddle.save('a.txt', 'x')";
    o.params = &unused;
    o.n_params = 1;
    cr_assert_eq(hd_run(&o, &err), HD_EUSAGE);
    cr_assert(!hd_file_exists(path));
    o.n_params = 0;
    cr_assert_eq(hd_run(&o, &err), HD_OK);
    cr_assert(hd_file_exists(path));
    unlink(path);
    rmdir(folder);
}

/* Parts of a store are read when they are asked for: what is wrong with them is no mistake of the script. */
Test(host, damage_found_late_is_bad_data, .init = kit_begin, .fini = kit_end)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_err err = HD_ERR_INIT;

    cr_assert_eq(
        kit_import_text("s.db",
                        "{\"comparator\": {\"id\": \"c\", \"place\": \"E\", \"from\": \"2020\","
                        " \"to\": \"2020\", \"unit\": \"review\", \"field\": \"area\","
                        " \"values\": {\"North\": 1}}}\n"
                        "{\"review\": {\"id\": \"R\", \"area\": \"North\"}}\n"),
        HD_OK);
    kit_exec("s.db", "UPDATE comparator_value SET n = -1");
    o.store = kit_path("s.db");
    o.code = "return #corpus.reviews";
    cr_assert_eq(hd_run(&o, &err), HD_OK, "%s", err.msg);
    o.code = "return #corpus.comparators";
    cr_assert_eq(hd_run(&o, &err), HD_EDATA, "%s", err.msg);
    cr_assert_not_null(strstr(err.msg, "-e:1: "), "%s", err.msg);
    cr_assert_not_null(strstr(err.msg, "the store is damaged"), "%s", err.msg);
    o.code = "print(corpus.reviews:count('area', { beside = 'c' }))";
    cr_assert_eq(hd_run(&o, &err), HD_EDATA, "%s", err.msg);
    o.code = "corpus.reviews:where('are = 1')";
    cr_assert_eq(hd_run(&o, &err), HD_ESCRIPT, "%s", err.msg);
}

/* Load and run code as a chunk of this name, the way a run does; the status of its error. */
static hd_status status_of(const char *source, const char *code)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_host h = {.options = &o, .soft_bytes = 1 << 26, .hard_bytes = 1 << 26};
    lua_State *L = hd_limits_new_state(&h);
    hd_status status = HD_OK;

    lua_pushcfunction(L, hd_run_mark_fault);
    hd_state_open(L);
    cr_assert_eq(luaL_loadbufferx(L, code, strlen(code), source, "t"), LUA_OK);
    if (lua_pcall(L, 0, 0, 1) != LUA_OK)
        status = hd_bind_error_status(L, -1);
    lua_close(L);
    return status;
}

Test(host, a_fault_is_an_error_of_heddles_own_chunks_and_of_no_script)
{
    const char nil_index[] = "local t t.x = 1";

    cr_assert_eq(status_of("=heddle/x.lua", nil_index), HD_EFAULT);
    cr_assert_eq(status_of("=heddle/x.lua", "string.rep()"), HD_EFAULT);
    cr_assert_eq(status_of("=heddle/x.lua", "error('x')"), HD_EFAULT);
    cr_assert_eq(status_of("=heddle/x.lua", "error('heddle/y.lua:1: x', 0)"), HD_ESCRIPT);
    cr_assert_eq(status_of("@heddle/x.lua", nil_index), HD_ESCRIPT);
    cr_assert_eq(status_of("@heddle/x.lua", "string.rep()"), HD_ESCRIPT);
    cr_assert_eq(status_of("=-e", "error('heddle/x.lua:1: x', 0)"), HD_ESCRIPT);
    cr_assert_eq(status_of("=-e", "load(\"error('x')\", '=heddle/x.lua')()"), HD_ESCRIPT);
}

Test(host, memory_of_c_is_counted_and_given_back)
{
    hd_run_options o = HD_RUN_OPTIONS_INIT;
    hd_host h = {.options = &o, .soft_bytes = 1 << 24, .hard_bytes = 1 << 25};
    lua_State *L = hd_limits_new_state(&h);
    size_t before = h.used_bytes;

    hd_stop_memory_limit(1 << 24);
    for (int i = 0; i < 3; i++) {
        lua_pushcfunction(L, hd_limits_charge);
        lua_pushinteger(L, i < 2 ? 1 << 23 : -(1 << 23));
        cr_assert_eq(lua_pcall(L, 1, 0, 0), i == 1 ? LUA_ERRRUN : LUA_OK);
        if (i == 0)
            cr_assert_geq(h.used_bytes, before + (1 << 23));
        if (i == 1)
            cr_assert_str_eq(lua_tostring(L, -1), "memory limit of 16M reached");
        lua_settop(L, 0);
    }
    cr_assert_lt(h.used_bytes, before + 4096);
    lua_close(L);
}
