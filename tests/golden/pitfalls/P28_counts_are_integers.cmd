# A misspelt global is an error with a hint; counts are integers, and JSON prints 3, not 3.0.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'T'
local t = corpus.reviews:themes()
print(math.type(t:n("voice")), math.type(t:base()), math.type(t:percent("voice")), ("%d"):format(t:percent("voice")))
print(t:render("json"):match('"key":"voice"[^\n]*'))
print(teme)
T
$HEDDLE run t.lua
