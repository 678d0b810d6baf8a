$HEDDLE import $ROOT/tests/golden/trend/seven.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:trend{ by = "notified", period = {
  { from = "2019", to = "2020-06", label = "before" }, { from = "2020-07", to = "2021-12" }, { from = "2022", to = "2022" },
} }
print(t)
print(t:n("voice", "before"), t:base("2022 to 2022"), #t:set("voice", "2022 to 2022"), t:n("voice"))
print(corpus.findings:trend{ by = "review.notified", period = { { from = "2022-04-01", to = "2022-12" } }, show = "n" })
E
$HEDDLE run t.lua
