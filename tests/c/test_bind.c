#include "bind/bind.h"

#include "base/alloc.h"
#include "bind/bind_internal.h"
#include "bind_kit.h"
#include "io/json_in.h"
#include "io/store_write.h"

#include <criterion/criterion.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- a state with the corpus in it ---- */

static hd_corpus *corpus;
static lua_State *L;

/* What the tests call through; the Lua that ships with heddle does much the same. */
static const char prelude[] =
    "local m = {}\n"
    "function m:where(f, n) return core.set_where(self, f, n) end\n"
    "function m:with(...) return core.set_with(self, {...}) end\n"
    "function m:without(...) return core.set_without(self, {...}) end\n"
    "function m:reviews() return core.set_to(self, 'review') end\n"
    "function m:children() return core.set_to(self, 'child') end\n"
    "function m:findings() return core.set_to(self, 'finding') end\n"
    "core.set_methods(m)\n"
    "core.row_methods{ children = function(r) return core.set_to(core.row_set(r), 'child') end }\n"
    "reviews, children, findings = core.all(corpus, 'review'), core.all(corpus, 'child'),\n"
    "  core.all(corpus, 'finding')\n"
    "function ids(set)\n"
    "  local t, i = {}, core.set_next(set, 0)\n"
    "  while i do t[#t + 1] = core.row(set, i).id; i = core.set_next(set, i) end\n"
    "  return table.concat(t, ' ')\n"
    "end\n"
    "function row(set, id)\n"
    "  local i = core.set_next(set, 0)\n"
    "  while i do local r = core.row(set, i); if r.id == id then return r end\n"
    "    i = core.set_next(set, i) end\n"
    "end\n"
    "function eq(a, b) if a ~= b then error(tostring(a) .. ' ~= ' .. tostring(b), 2) end end\n";

static int prepare(lua_State *S)
{
    luaL_openlibs(S);
    hd_bind_open(S);
    lua_setglobal(S, "core");
    hd_bind_push_corpus(S, corpus);
    lua_setglobal(S, "corpus");
    if (luaL_loadbufferx(S, prelude, strlen(prelude), "=heddle.test", "t") != LUA_OK)
        return lua_error(S);
    lua_call(S, 0, 0);
    return 0;
}

static void setup(void)
{
    corpus = bind_kit_corpus();
    L = luaL_newstate();
    lua_pushcfunction(L, prepare);
    cr_assert_eq(lua_pcall(L, 0, 0, 0), LUA_OK, "%s", lua_tostring(L, -1));
}

static void teardown(void)
{
    lua_close(L);
    hd_corpus_free(corpus);
}

TestSuite(bind, .init = setup, .fini = teardown);

static void run(const char *code)
{
    if (luaL_loadbufferx(L, code, strlen(code), "@t.lua", "t") != LUA_OK ||
        lua_pcall(L, 0, 0, 0) != LUA_OK)
        cr_assert_fail("%s\n%s", luaL_tolstring(L, -1, NULL), code);
}

/* The code raises exactly this message (after "t.lua:LINE: ") with this status. */
static void fails_with(const char *code, hd_status status, const char *message)
{
    char expected[HD_ERR_MAX * 2];

    cr_assert_eq(luaL_loadbufferx(L, code, strlen(code), "@t.lua", "t"), LUA_OK, "%s",
                 lua_tostring(L, -1));
    cr_assert_neq(lua_pcall(L, 0, 0, 0), LUA_OK, "no error: %s", code);
    cr_assert_eq(hd_bind_error_status(L, -1), status, "%s", code);
    snprintf(expected, sizeof expected, "t.lua:1: %s", message);
    cr_assert_str_eq(luaL_tolstring(L, -1, NULL), expected);
    lua_settop(L, 0);
}

static void fails(const char *code, const char *message)
{
    fails_with(code, HD_ESCRIPT, message);
}

/* ---- sets ---- */

Test(bind, set_has_size_text_unit_and_words)
{
    run("eq(#reviews, 4) eq(#children, 4) eq(#findings, 4)");
    run("eq(tostring(reviews), '4 reviews') eq(tostring(reviews:where{id='R1'}), '1 review')");
    run("eq(tostring(children:where{id='C1'}), '1 child') eq(#reviews:where{id='R1'}, 1)");
    run("eq(core.set_unit(children), 'child') eq(core.set_words(reviews), 'reviews')");
    run("eq(core.set_words(reviews:where{area='Hartlepool'}), "
        "\"reviews where area = 'Hartlepool' (1 undecided)\")");
    run("eq(core.set_words(reviews:with('neglect'):children()), \"children of reviews with "
        "'neglect' (1 undecided)\")");
    run("eq(core.set_words((reviews & reviews):where{scope='local'}),"
        "\"((reviews) & (reviews)) where scope = 'local' (3 undecided)\")");
    run("eq(core.set_corpus(reviews), corpus) eq(getmetatable(reviews), 'heddle.set')");
}

Test(bind, big_counts_have_commas)
{
    hd_buf b = HD_BUF_INIT;

    hd_bind_add_units(&b, 1204, HD_REVIEW);
    hd_buf_addc(&b, ' ');
    hd_bind_add_units(&b, 999, HD_CHILD);
    hd_buf_addc(&b, ' ');
    hd_bind_add_units(&b, 1234567, HD_FINDING);
    cr_assert_str_eq(hd_buf_str(&b), "1,204 reviews 999 children 1,234,567 findings");
    hd_buf_release(&b);
}

Test(bind, operators_are_plain_set_arithmetic)
{
    run("a = reviews:where{area='Hartlepool'} b = reviews:with('hidden-adults')");
    run("eq(ids(a), 'R1 R4') eq(ids(b), 'R1') eq(ids(a & b), 'R1') eq(ids(a - b), 'R4')");
    run("eq(ids(b | reviews:where{id='R3'}), 'R1 R3') eq(ids(~a), 'R2 R3')");
    run("eq(a & b == b, true) eq(a == b, false) eq(reviews == children, false)");
    run("eq(core.set_words(~(a - b)), \"~((reviews where area = 'Hartlepool' (1 undecided)) - "
        "(reviews with 'hidden-adults' (1 undecided)))\")");
}

Test(bind, sets_of_different_things_do_not_combine)
{
    fails("return reviews & findings", "cannot combine reviews with findings (use :reviews(), "
                                       ":children() or :findings() first)");
    fails("return reviews & 'x'", "cannot combine a set with a string");
    fails("return 3 | reviews", "cannot combine a set with a number");
    fails("return reviews - nil", "cannot combine a set with nil");
}

Test(bind, unknown_method_names_the_nearest)
{
    fails("return reviews:wher('x')", "a set has no method 'wher' (did you mean 'where'?)");
    fails("return reviews.zzz", "a set has no method 'zzz'");
    fails("return reviews[1]", "a set has no item 1 (use :each() or :list())");
    fails("reviews.x = 1", "sets are read-only");
    fails("core.set_where({}, 'x')",
          "expected a set, got a table (methods are called with a colon)");
}

Test(bind, words_stay_bounded_on_a_character)
{
    run("local s = reviews for i = 1, 12 do s = s & s end local w = core.set_words(s)"
        "assert(#w <= 2000 and #w > 1990 and w:sub(-3) == '…' and core.valid_utf8(w))");
    run("for n = 1, 6 do local t = {} for i = 1, 300 do t[i] = 'Señales' end t[1] = "
        "('neglect'):sub(1, 7) local s = reviews for _ = 1, n do s = s & s end "
        "local w = core.set_words(core.set_with(s, t))"
        "assert(#w <= 2000 and w:sub(-3) == '…' and core.valid_utf8(w)) end");
}

Test(bind, units_convert_and_members_are_walked)
{
    run("eq(ids(reviews:where{area='Hartlepool'}:children()), 'C1 C2 C4')");
    run("eq(ids(children:where{sex='female'}:reviews()), 'R1 R2')");
    run("eq(core.set_next(reviews, 0), 1) eq(core.set_next(reviews, 4), nil)"
        "eq(core.set_next(reviews, math.maxinteger), nil)");
    run("eq(ids(core.set_coded(reviews)), 'R1 R2 R4')");
    run("eq(ids(core.set_filter(reviews, function(r) return r.id == 'R1' or r.id == 'R3' end)), "
        "'R1 R3')");
    fails("core.row(reviews, 5)", "no review has the number 5");
}

/* ---- filters ---- */

Test(bind, table_filter_takes_every_form)
{
    run("eq(ids(reviews:where{}), 'R1 R2 R3 R4')");
    run("eq(ids(reviews:where{area={'Hartlepool','Stockton-on-Tees'}}), 'R1 R2 R4')");
    run("eq(ids(reviews:where{score=3}), 'R2') eq(ids(reviews:where{domestic=true}), 'R1')");
    run("eq(ids(reviews:where{score={from=2.5}}), 'R1 R2')");
    run("eq(ids(reviews:where{score={from=1,to=2.5}}), 'R1')");
    run("eq(ids(reviews:where{notified={from='2024-01-01', to='2024-12-31'}}), 'R1')");
    run("eq(ids(reviews:where{area=core.unknown}), 'R3')");
    run("eq(ids(reviews:where{score={core.not_applicable, core.not_recorded, 3}}), 'R2 R3 R4')");
    run("eq(ids(reviews:where{coded=false}), 'R3')");
    run("eq(ids(reviews:where{theme='neglect'}), 'R1 R4')");
    run("eq(ids(reviews:where{theme={'Unseen men','neglect'}}), 'R1 R4')");
    run("eq(ids(reviews:where{theme={exact='neglect'}}), 'R4')");
    run("eq(ids(reviews:where{theme={exact={'neglect', 'medical'}}}), 'R1 R4')");
    run("eq(ids(reviews:where{theme={{exact='neglect'}}}), 'R4')");
    run("eq(ids(reviews:where{theme={'old', {exact='neglect'}}}),"
        " ids(reviews:where{theme='old'} | reviews:where{theme={exact='neglect'}}))");
    run("eq(core.set_words(reviews:where{theme={'old', {exact='neglect'}}}),"
        " core.set_words(reviews:where{theme={{exact='neglect'}, 'old'}}))");
    fails("reviews:where{theme={{'neglect'}}}",
          "where: theme: expected a theme or { exact = ... }, got a list in a list");
    fails("reviews:where{theme={{exakt='neglect'}}}",
          "where: theme: unknown key 'exakt' (did you mean 'exact'?)");
    fails("reviews:where{theme={exact={{exact='neglect'}}}}",
          "where: theme: expected a theme, a list of themes or { exact = ... }, got a table");
    run("eq(ids(reviews:without('neglect')), 'R2') eq(ids(reviews:with('neglect','old')), 'R1')");
    run("eq(ids(core.set_with(reviews, {'neglect'}, true)), 'R4')");
}

Test(bind, table_filter_asks_for_the_same_child_and_finding)
{
    run("eq(ids(reviews:where{age=2, sex='female'}), 'R2')");
    run("eq(ids(reviews:where{age=2}:where{sex='female'}), 'R1 R2')");
    run("eq(ids(reviews:where{['finding.kind']='practice', theme='old'}), 'R1')");
    run("eq(ids(reviews:where{['finding.kind']='action', theme='medical'}), '')");
    run("eq(ids(reviews:where{['finding.kind']='action'}:with('medical')), 'R1')");
    run("eq(core.set_words(reviews:where{sex='female', age=2, area='Hartlepool'}),"
        "\"reviews where child(age = 2 and sex = 'female') and area = 'Hartlepool' (2 "
        "undecided)\")");
    run("eq(ids(children:where{age=2, sex='female'}), 'C3')");
    run("eq(ids(findings:where{age=2, sex='female'}), '')");
}

Test(bind, table_filter_explains_what_is_wrong)
{
    fails("reviews:where(1 < 2)",
          "where got true: Lua turns a comparison into true or false before heddle sees it; write "
          "where(\"age < 3\")");
    fails("reviews:where{'area'}", "where: filter keys are field names; got 1 (write { area = "
                                   "{\"a\", \"b\"} })");
    fails("reviews:where{[reviews]=1}", "where: filter keys are field names; got a set");
    fails("reviews:where{aera='x'}", "where: unknown field 'aera' (did you mean 'area'?)");
    fails("reviews:where{themes='neglect'}",
          "where: unknown field 'themes' (did you mean 'theme'?)");
    fails("reviews:where{theme='neglct'}", "where: unknown theme 'neglct' (did you mean "
                                           "'neglect'?)");
    fails("reviews:where{theme=3}",
          "where: theme: expected a theme, a list of themes or { exact = ... }, got a number");
    fails("reviews:where{theme=core.unknown}",
          "where: theme: a theme is never unknown (not yet coded is coded = false)");
    fails("reviews:where{age={frm=3}}", "where: age: unknown key 'frm' (did you mean 'from'?)");
    fails("reviews:where{age={}}", "where: age: the table is empty; expected a value, a list of "
                                   "values or { from = ..., to = ... }");
    fails("reviews:where{age={1, from=2}}", "where: age: a list and 'from' do not go together");
    fails("reviews:where{age={1, [2.5]=2}}",
          "where: age: a list has the keys 1, 2, 3 and so on, without gaps");
    fails("reviews:where{age=0/0}", "where: age: got nan, which equals nothing");
    fails("reviews:where{age=print}", "where: age: expected a value, a list of values or { from = "
                                      "..., to = ... }, got a function");
    fails("reviews:where{age={{}}}", "where: age: expected a list of numbers, strings and "
                                     "booleans, got a table");
    fails("reviews:where{area='a\\0b'}", "where: area: the text has a NUL byte at 2");
    fails("reviews:where{area='\\xff'}", "where: area: the text is not UTF-8 (byte 1)");
    fails("reviews:where(print)", "where: got a function; a function is given to filter");
    fails("reviews:where(reviews)", "where: got a set; sets are combined with & | and -");
    fails("reviews:with()", "with: expected the code, label or alias of at least one theme");
    fails("reviews:without('neglct')", "without: unknown theme 'neglct' (did you mean 'neglect'?)");
    fails_with("local t = {} for i = 1, 10001 do t[i] = i end reviews:where{age=t}", HD_ELIMIT,
               "where: age: a list holds at most 10000 values, this one has 10001");
}

Test(bind, table_filter_runs_no_metamethod)
{
    run("local t = setmetatable({}, {__index = function() error 'called' end,"
        "__pairs = function() error 'called' end, __len = function() error 'called' end})"
        "rawset(t, 'area', setmetatable({'Hartlepool'}, getmetatable(t)))"
        "eq(ids(reviews:where(t)), 'R1 R4')");
}

Test(bind, expression_takes_named_values)
{
    run("eq(ids(reviews:where(\"age < :a and area = :b\", {a=3, b='Hartlepool'})), 'R1')");
    run("eq(ids(reviews:where(\"domestic = :d\", {d=false})), 'R2')");
    fails("reviews:where('age < :a', {3})",
          "where: named values have names, such as { age = 3 } for :age");
    fails("reviews:where('age < :a', {a={}})",
          "where: :a: expected a number, a string or a boolean, got a table");
    fails("reviews:where('age < :a', 3)",
          "where: named values stand in a table, such as { age = 3 }; got a number");
}

/* ---- rows ---- */

Test(bind, row_reads_fields_by_kind)
{
    run("r = row(reviews, 'R1') eq(tostring(r), 'review R1') eq(r.id, 'R1') eq(r.review, 'R1')");
    run("eq(r.area, 'Hartlepool') eq(r.notified, '2024-03') eq(r.domestic, true) eq(r.score, 2.5)");
    run("eq(table.concat(r.agencies, ' '), 'Police Health') eq(r.coded, true)");
    run("s = row(reviews, 'R2') eq(math.type(s.score), 'integer') eq(s.agencies, nil)");
    run("eq(row(reviews, 'R3').area, nil) eq(core.row_state(row(reviews, 'R3'), 'area'), "
        "'unknown')");
    run("eq(core.row_state(r, 'area'), 'value') eq(core.row_state(r, 'outcome'), 'not recorded')");
    run("eq(core.row_state(row(reviews, 'R4'), 'score'), 'not applicable')");
    run("c = row(children, 'C1') eq(c.age, 2) eq(c.age_band, '1 to 2') eq(c.area, 'Hartlepool')");
    run("eq(c.review, 'R1') eq(row(children, 'C4').age_band, nil)");
    run("eq(core.row(reviews, 1) == r, true) eq(r == s, false) eq(ids(r:children()), 'C1 C2')");
    run("eq(core.set_words(core.row_set(r)), 'review R1')");
}

Test(bind, row_gives_themes_merged_and_distinct)
{
    run("function list(t) return table.concat(t, ' ') end");
    run("eq(list(row(findings, 'F1').themes), 'hidden-adults medical')");
    run("eq(list(row(findings, 'F2').themes), 'hidden-adults')");
    run("eq(list(row(findings, 'F2').labels), 'old nonsense Unseen men')");
    run("eq(list(row(reviews, 'R1').themes), 'medical hidden-adults')");
    run("eq(list(row(children, 'C1').themes), 'medical hidden-adults')");
    run("eq(list(row(reviews, 'R2').themes), '') eq(row(reviews, 'R3').themes, nil)");
    run("eq(core.row_state(row(reviews, 'R3'), 'theme'), 'not yet coded')");
}

Test(bind, row_explains_what_is_wrong)
{
    run("r, f = row(reviews, 'R1'), row(findings, 'F1')");
    fails("return r.age", "age belongs to children (use r:children())");
    fails("return r.age_band", "age_band belongs to children (use r:children())");
    fails("return f.age", "age belongs to children (use f:children())");
    fails("return r.text", "text belongs to findings (use r:findings())");
    fails("return r.labels", "labels belongs to findings (use r:findings())");
    fails("return r.aera", "a review has no field 'aera' (did you mean 'area'?)");
    fails("return f.aera", "a finding has no field 'aera' (did you mean 'area'?)");
    fails("return r.zzzzz", "a review has no field 'zzzzz'");
    fails("return r[1]", "the fields of a row have names; got 1");
    fails("r.area = 'x'", "rows are read-only");
}

/* ---- cubes ---- */

Test(bind, cube_counts_and_gives_its_sets_back)
{
    run("c = core.cube(reviews, {dims={{name='theme'},{name='area'}}})");
    run("eq(core.cube_dim(c, 1), 'Theme') eq(select(2, core.cube_dim(c, 1)), true)"
        "eq(select(3, core.cube_dim(c, 2)), 'review')");
    run("h, a = core.cube_find(c, 1, 'Unseen men'), core.cube_find(c, 2, 'Hartlepool')");
    run("eq(core.cube_count(c, h, a), 1) eq(core.cube_count(c, 0, a), 2)"
        "eq(core.cube_count(c), 3) eq(core.cube_count(c, 0, 0), 3)");
    run("eq(table.concat(core.cube_row(c, h, {a, 0}), ' '), '1 ' .. core.cube_count(c, h, 0))");
    fails("core.cube_row(c, 0, {99})", "no group 99 in dimension 2");
    run("local s = core.cube_members(c, h, a) eq(ids(s), 'R1')"
        "eq(core.set_words(s), 'reviews in Theme = hidden-adults, Area = Hartlepool')");
    run("eq(ids(core.cube_left_out(c, 'not coded')), 'R3')"
        "eq(#core.cube_left_out(c, 'missing', 2), 0)");
    run("eq(core.cube_find(c, 1, 'All'), 0)");
    run("local g, near = core.cube_find(c, 1, 'neglct') eq(g, nil) eq(near, 'Neglect')");
    run("local g = core.cube_groups(c, 1)[core.cube_find(c, 1, 'medical')]"
        "eq(g.kind, 'value') eq(g.code, 'medical') eq(g.depth, 2) eq(g.status, 'active')");
    run("eq(#core.cube_members(core.cube(children, {dims={}})), 4)");
}

Test(bind, cube_explains_what_is_wrong)
{
    fails("core.cube(reviews, {dims={{name='aera'}}, caller='count'})",
          "count: unknown field 'aera' (did you mean 'area'?)");
    fails("core.cube(reviews, {dims={}, base='code'})",
          "unknown base 'code' (did you mean 'coded'?) (it can be coded, all, any_theme or "
          "mentions)");
    fails("core.cube(reviews, {dims={{name='theme', depth=0}}})", "depth is 0; it is from 1 to 32");
    fails("core.cube_count(core.cube(reviews, {dims={{name='area'}}}), 99)",
          "no group 99 in dimension 1");
}

/* ---- corpus ---- */

Test(bind, corpus_tells_what_it_holds)
{
    run("eq(tostring(corpus), 'corpus: 4 reviews, 4 children, 4 findings')");
    run("local s = core.sizes(corpus) eq(s.review, 4) eq(s.coded, 3)");
    run("local s = core.sources(corpus)[1] eq(s.id, 'doc') eq(s.published, '2026-03')");
    run("eq(core.coverage(corpus).to, '2026-03-31')");
    run("local f = core.figures(corpus) eq(f[1].percent, 50) eq(f[1].where, 'age < 3') eq(f[1].at, "
        "'line 9') eq(f[2].at, nil)"
        "eq(f[2].n, 7) eq(f[2].of, nil) eq(f[2].percent, nil)");
    run("local p = core.passages(corpus)[1] eq(p.review, 'R1') eq(p.role, 'context')");
    run("local t = core.themes(corpus) eq(#t, 4) eq(t[2].code, 'medical') eq(t[2].parent, "
        "'neglect') eq(t[2].depth, 2) eq(t[4].status, 'merged') eq(t[4].into, 'hidden-adults')"
        "eq(t[4].counted, false) eq(t[3].aliases[1], 'Unseen men')");
    run("local u = core.unresolved(corpus) eq(#u, 1) eq(u[1].label, 'nonsense') eq(u[1].uses, 1)");
    run("local b = core.bands(corpus)[1] eq(b.name, 'age_band') eq(b.bounds[2], 3)"
        "eq(b.labels[1], 'under 1') eq(#b.labels, 3)");
    run("for _, f in ipairs(core.fields(corpus)) do if f.key == 'area' then area = f end end "
        "eq(area.unit, 'review') eq(area.kind, 'category') eq(area.states.value, 3)"
        "eq(area.states.unknown, 1) eq(area.states['not recorded'], 0) eq(#area.values, 2)");
    run("eq(#core.removals(corpus), 0) eq(core.store(corpus).generation, 0)");
}

Test(bind, opening_a_store_that_is_not_there_says_how_to_make_one)
{
    hd_bind_store(L, "/nonexistent/x.db");
    fails_with("core.open()", HD_ENOTFOUND,
               "no store at '/nonexistent/x.db' (make one with: heddle import FILE)");
    run("local ok, e = pcall(core.open) eq(e.code, 66) assert((e .. ''):find('no store'))");
}

/* ---- a store ---- */

static hd_status store_define(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    return hd_store_define(ctx, r, where, err);
}

static hd_status store_put(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    return hd_store_put(ctx, r, where, err);
}

/* A store of the document at `path`, from which R2 was removed. */
static void make_store(const char *path)
{
    char from[64];
    const hd_codebook *cb;
    hd_store *s;
    hd_err err = HD_ERR_INIT;

    bind_kit_write_document(from);
    cr_assert_eq(hd_store_open_write(path, &s, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_store_begin(s, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_json_read_definitions(from, store_define, s, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_store_defined(s, &cb, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_json_read_records(from, cb, store_put, s, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_store_finish(s, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_store_commit(s, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_store_remove_review(s, "R2", "sent by mistake", &err), HD_OK, "%s", err.msg);
    hd_store_close(s);
    unlink(from);
}

static char folder[64], store_path[80];

static void make_folder(void)
{
    strcpy(folder, "/tmp/test_bind_XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(store_path, sizeof store_path, "%s/s.db", folder);
}

static void remove_folder(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", ".lock", "-journal"};
    char name[128];

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", store_path, ends[i]);
        unlink(name);
    }
    cr_assert_eq(rmdir(folder), 0, "something is left in %s", folder);
}

Test(bind, store_is_opened_once_and_its_removals_are_kept)
{
    make_folder();
    make_store(store_path);
    hd_bind_store(L, store_path);
    run("c = core.open() eq(core.open(), c) eq(tostring(c), 'corpus: 3 reviews, 3 children, 4 "
        "findings')");
    remove_folder(); /* the store is closed again: nothing more is read from it */
    run("local s = core.store(c) eq(s.generation, 2) eq(#s.id, 32) assert(s.path:find('s.db'))");
    run("local r = core.removals(c) eq(#r, 1) eq(r[1].review, 'R2')"
        "eq(r[1].reason, 'sent by mistake') eq(r[1].generation, 2)");
    run("eq(ids(core.all(c, 'review'):where{theme='neglect'}), 'R1 R4')");
    fails("return reviews & core.all(c, 'review')",
          "cannot combine sets of different stores, or of a store before and "
          "after it changed");
}

Test(bind, file_that_is_no_store_keeps_its_exit_code)
{
    FILE *f;

    make_folder();
    f = fopen(store_path, "w");
    fputs("not a database, but long enough to be looked at as one", f);
    fclose(f);
    hd_bind_store(L, store_path);
    run("local ok, e = pcall(core.open) eq(ok, false) eq(e.code, 65)"
        "assert(e.message:find('^t.lua:1: '))");
    remove_folder();
}

/* ---- text and errors ---- */

Test(bind, text_functions)
{
    run("eq(core.fold('Child’s  Voice'), 'childs voice') eq(core.width('日本'), 4)");
    run("eq(core.prefix('日本', 3), '日') eq(core.nearest('wher', {'with', 'where'}), 'where')");
    run("eq(core.nearest('zzzz', {'with', 3, 'where'}), nil)");
    run("eq(core.json_string('a\"b'), '\"a\\\\\"b\"') eq(core.json_number(3.0), '3')"
        "eq(core.json_number(2.5), '2.5')");
    run("eq(core.valid_utf8('\\xff'), false) eq(core.parse_date('soon'), nil)");
    run("local a, b = core.parse_date('1970-01') eq(a, 0) eq(b, 30)");
    fails("core.json_number(0/0)", "JSON has no number for nan");
    run("eq(tostring(core.not_applicable), 'not applicable')");
}

Test(bind, errors_name_the_line_of_the_script)
{
    run("local ok, e = pcall(function()\n\nreturn reviews:wher()\nend)"
        "eq(e, \"t.lua:3: a set has no method 'wher' (did you mean 'where'?)\")");
    run("local ok, e = pcall(core.raise, 'plain') eq(e, 't.lua:1: plain')");
    run("local co = coroutine.wrap(function() return pcall(core.raise, 'inside') end)"
        "eq(select(2, co()), 't.lua:1: inside')");
    lua_pushcfunction(L, prepare);
    hd_bind_where(L);
    cr_assert_str_eq(lua_tostring(L, -1), "");
}

Test(bind, error_objects_carry_their_status)
{
    hd_bind_push_error(L, HD_EBUSY, "busy");
    cr_assert_eq(hd_bind_error_status(L, -1), HD_EBUSY);
    cr_assert_str_eq(luaL_tolstring(L, -1, NULL), "busy");
    lua_pushliteral(L, "text");
    cr_assert_eq(hd_bind_error_status(L, -1), HD_ESCRIPT);
}

/* ---- memory ---- */

/* Once `left` reaches 0 every allocation fails: Lua absorbs a single failure by a collection. */
typedef struct budget {
    long left;
} budget;

static void *limited(void *ud, void *p, size_t old, size_t size)
{
    budget *b = ud;

    if (size == 0) {
        free(p);
        return NULL;
    }
    if (size > (p ? old : 0)) {
        if (b->left <= 0)
            return NULL;
        b->left--;
    }
    return realloc(p, size);
}

static const char everything[] =
    "local s = reviews:where{area={'Hartlepool', core.unknown}, age={from=0, to=3}, sex='male',\n"
    "  theme='neglect'} | reviews:with('hidden-adults') - ~reviews\n"
    "s = s & reviews:where(\"age < :a\", {a=3})\n"
    "local c = core.cube(s:findings():reviews(), {dims={{name='theme', under='neglect'},"
    " {name='area'}}})\n"
    "local m = core.cube_members(c, 0, 0)\n"
    "local r = row(reviews, 'R1')\n"
    "local t = {r.themes, r.agencies, r.area, tostring(r), tostring(m), core.set_words(m)}\n"
    "pcall(core.row_state, r, 'aera')\n"
    "core.themes(corpus) core.fields(corpus) core.unresolved(corpus) core.figures(corpus)\n"
    "core.nearest('a', {'b'}) core.fold('x')\n"
    "done = true\n";

/* Run the sequence with `n` allocations; true when that was enough. */
static bool survives(const char *sequence, const char *path, long n)
{
    budget b = {1000000};
    lua_State *S = lua_newstate(limited, &b);
    bool done;

    cr_assert_not_null(S);
    lua_pushcfunction(S, prepare);
    cr_assert_eq(lua_pcall(S, 0, 0, 0), LUA_OK);
    cr_assert_eq(luaL_loadbufferx(S, sequence, strlen(sequence), "@t.lua", "t"), LUA_OK);
    if (path)
        hd_bind_store(S, path);
    b.left = n;
    lua_pcall(S, 0, 0, 0);
    b.left = 1000000;
    lua_getglobal(S, "done");
    done = lua_toboolean(S, -1);
    lua_close(S);
    return done;
}

Test(bind, no_memory_is_lost_when_allocation_fails)
{
    long n = 0;

    while (!survives(everything, NULL, n)) {
        n++;
        cr_assert_lt(n, 20000);
    }
    cr_assert_gt(n, 50);
}

Test(bind, no_memory_is_lost_when_opening_fails)
{
    long n = 0;

    make_folder();
    make_store(store_path);
    while (!survives("core.open() core.open() done = true", store_path, n))
        cr_assert_lt(++n, 1000);
    cr_assert_gt(n, 0);
    remove_folder();
}
