$HEDDLE import $ROOT/tests/golden/trend/seven.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:trend{ by = "notified", test = true }
print(t)
print(t:n("voice", "2020-21"), t:percent("voice", "2020-21"), t:base("2020-21"), t:base("2021-22"), t:base())
print(t:n("voice", "2021-22"), t:percent("voice", "2021-22"), #t:set("voice", "2022-23"), t:cell("voice", "2022-23").N)
print(t:value("voice", "p"), t:value("risk", "z"))
print(t:render("csv"))
print(t:render("markdown"))
print(t:render("json"))
print(t:explain())
E
$HEDDLE run t.lua
