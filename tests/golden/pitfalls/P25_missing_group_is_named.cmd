# A case without a value in a dimension never vanishes: it has a column of its own, or is named below the table.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
echo '{"review": {"id": "NV", "coded": true, "findings": [{"id": "NV-1", "text": "one", "themes": ["voice"]}]}}' >more.jsonl
$HEDDLE import more.jsonl >/dev/null
cat >t.lua <<'T'
print(corpus.reviews:count("died"))
print(corpus.reviews:count("died", { missing = "drop" }))
local t = corpus.reviews:crosstab { rows = "theme", cols = "died", missing = "drop" }
print(t:base(), t:n("voice"), t:render("text"):match("Not shown: [^\n]*without[^\n]*"))
T
$HEDDLE run t.lua
