# Where one dimension stands, a nesting or a stack was said to be an unknown field.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
for _, call in ipairs {
  function() return corpus.reviews:compare { by = "died > scope" } end,
  function() return corpus.reviews:trend { by = "notified", rows = "died + scope" } end,
  function() return corpus.reviews:quotes { cols = "died>scope" } end,
  function() return corpus.reviews:timeliness { from = "notified", to = "reviewed", within = 5, cols = "died + scope" } end,
} do
  print(select(2, pcall(call)))
end
E
$HEDDLE run t.lua
