""":save: the statements that succeeded, as a script that runs and prints what the session printed."""

import os


def read(case, name):
    with open(case.path(name), encoding="utf-8") as file:
        return file.read()


def test_the_script_prints_what_the_session_printed(case):
    case.store()
    entries = """local reviews = corpus.reviews:where{ scope = "local" }
t = reviews:crosstab{ rows = "theme", cols = "area", depth = 1 }
t
#reviews
nothing.at.all
local function twice(n)
  return 2 * n
end
twice(21) -- a comment
{ 1, { x = 2 } }
return 7
corpus.children:where("age < 1"):list()
for _, e in ipairs{ "a", "b" } do print(e) end
(function() print("in brackets") end)()
"""
    t = case.session(rows=100)
    for line in entries.splitlines():
        t.enter(line)
    t.enter(":save s.lua").wait_for("heddle run s.lua runs it")
    assert "left out: nothing.at.all  (it failed)" in t.text(), t.shown()
    out, err, code = case.run("run", "s.lua")
    assert (err, code) == ("", 0), (err, code)
    piped, err, code = case.run("repl", text=entries.replace("nothing.at.all\n", ""))
    assert (err, code) == ("", 0), (err, code)
    assert out == piped, f"{out}\n---\n{piped}"


def test_a_file_that_is_saved_again_is_saved_once(case):
    case.store()
    t = case.session(rows=60)
    for entry in ("t = corpus.reviews:count('area')", "t:save('a.csv')", "t:save('b.csv')", "heddle.save('a.csv', 'new')"):
        t.enter(entry)
    t.enter(":save s.lua").wait_for("left out: t:save('a.csv')  ('a.csv' is saved again later)")
    out, err, code = case.run("run", "s.lua", "--out", "of_script")
    assert (out, err, code) == ("", "", 0), (out, err, code)
    assert read(case, "of_script/a.csv") == "new"


def test_what_a_script_cannot_have_is_left_out(case):
    t = case.session(rows=60)
    for entry in ("40 + 2", "x = _", "y = x", "z = 1", "help('where')", "?where", "z + 1", "error('no')"):
        t.enter(entry)
    t.enter(":save s.lua").wait_for("left out: error('no')  (it failed)")
    assert "left out: x = _  (it uses _)" in t.text(), t.shown()
    assert "left out: y = x  (it needs 'x', which is left out)" in t.text(), t.shown()
    body = read(case, "s.lua").split("\n\n", 1)[1]
    assert body == "print(40 + 2)\nz = 1\nprint(z + 1)\n", body


def test_a_name_that_is_given_again_can_be_used(case):
    t = case.session(rows=60)
    for entry in ("1", "x = _", "x = 2", "y = x", "error(nil)", "w = 1; error('then')", "w"):
        t.enter(entry)
    t.enter(":save s.lua").wait_for("runs it")
    body = read(case, "s.lua").split("\n\n", 1)[1]
    assert body == "print(1)\nx = 2\ny = x\n", body


def test_a_local_that_an_earlier_function_reads_is_a_global(case):
    t = case.session(rows=60)
    for entry in ("function f() return g end", "local g = 5", "f()"):
        t.enter(entry)
    t.enter(":save s.lua").wait_for("runs it")
    assert case.run("run", "s.lua") == ("5\n", "", 0), read(case, "s.lua")


def test_a_file_that_exists_is_kept(case):
    with open(case.path("s.lua"), "w", encoding="utf-8") as file:
        file.write("mine\n")
    t = case.session(columns=120)
    t.enter("1")
    t.enter(":save s.lua").wait_for(":save! s.lua replaces it")
    assert read(case, "s.lua") == "mine\n"
    t.enter(":save! s.lua").wait_for("wrote s.lua: 1 statement")
    assert "print(1)" in read(case, "s.lua")


def test_nothing_to_save(case):
    t = case.session()
    t.enter(":save s.lua").wait_for("there is nothing to save yet")
    assert not os.path.exists(case.path("s.lua"))


def test_the_store_is_never_replaced(case):
    store = case.store()
    os.symlink("heddle.db", case.path("link.db"))
    with open(store, "rb") as file:
        before = file.read()
    t = case.session(columns=120)
    t.enter("1")
    for name in ("heddle.db", "./heddle.db", "link.db", "heddle.db-wal", "heddle.db-journal"):
        t.enter(":save! " + name).wait_for(f"'{name}' belongs to the store")
    with open(store, "rb") as file:
        assert file.read() == before
    assert not os.path.exists(case.path("heddle.db-wal"))
