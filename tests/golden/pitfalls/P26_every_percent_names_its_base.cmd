# What a percentage is of stands in the header of the table, for each base, in text and in JSON.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'T'
for _, percent in ipairs { "col", "row", "table", "none" } do
  local t = corpus.reviews:crosstab { rows = "theme", cols = "died", percent = percent }
  print(percent, t:render("text"):match("^([^\n]*)\n"), t:render("json"):match('"percent":"([^"]*)"'))
end
T
$HEDDLE run t.lua
