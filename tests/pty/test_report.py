"""Reports on a terminal: progress of long work, fitted tables."""

SCRIPT = """local r = heddle.report{ title = "Long" }
for i = 1, 300 do r:p(("word "):rep(2000)) end
for i = 1, %d do r:render("text") end
r:save("long.txt")
print("ended")
"""


def script(case, times):
    case.store()
    with open(case.path("s.lua"), "w", encoding="utf-8") as file:
        file.write(SCRIPT % times)


def test_long_work_shows_progress_which_goes(case):
    script(case, 20)
    t = case.terminal("run", "s.lua")
    t.wait_for(lambda s: b" of 300" in s.raw)
    t.wait_end(0)
    assert b"\r\x1b[Ktext: " in t.raw, t.raw[:200]
    assert t.text().split() == ["ended", "wrote", "./out/long.txt"], t.shown()
    with open(case.path("out", "long.txt"), "rb") as file:
        assert b" of 300" not in file.read()


def test_short_work_shows_none(case):
    script(case, 0)
    t = case.terminal("run", "s.lua").wait_end(0)
    assert b" of 300" not in t.raw and t.text().split() == ["ended", "wrote", "./out/long.txt"], t.raw[:200]


def test_without_a_terminal_there_is_none(case):
    script(case, 20)
    out, err, code = case.run("run", "s.lua")
    assert (out, err, code) == ("ended\n", "", 0), (out, err, code)


def test_a_wide_table_goes_on_below(case):
    case.store()
    code = """local r = heddle.report{ title = 'T' }
        r:table(corpus.reviews:crosstab{ rows = 'area', cols = 'theme', depth = 1 }) print(r)"""
    t = case.terminal("-e", code, rows=200, columns=60)
    t.wait_end(0)
    assert "(continued)" in t.text() and "Elective" in t.text(), t.shown()
    assert all(len(line) <= 60 for line in t.text().split("\n")), t.shown()
