$HEDDLE import $ROOT/tests/golden/frames/crosswalk.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:count("panel@2020")
print(t:n("life"), t:n("Daily life"), t:n("(not mapped)"), t:base(), t:percent("Challenge"))
for r in t:set("(not mapped)"):each() do print(r.id) end
for _, e in ipairs(t:evidence("life")) do print(e.review, e.finding, e.text) end
print(t:explain())
print(t:render("csv"))
print(corpus.reviews:count("panel@2020", { base = "any_theme", order = "count" }):render("json"))
for _, c in ipairs(corpus.crosswalks) do
  print(c.frame, c.version, c.newest, c.source, #c.themes, c.themes[1].from[1], table.concat(c.unmapped, " "))
end
L
$HEDDLE run t.lua
