# Of the three cases where the child did not die two have voice: 66.7 %, not 2 of 8 mentions. The header names the base; asked
# for mentions it says mentions.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'T'
local t = corpus.reviews:crosstab { rows = "theme", cols = "died", digits = 1 }
print(t:percent("voice", "No"))
local text = t:render("text")
print(text:match("^[^\n]*"))
print(text:match("base:[^\n]*"))
local m = corpus.reviews:crosstab { rows = "theme", cols = "died", digits = 1, base = "mentions" }
print(m:percent("voice", "No"))
print(m:render("text"):match("base:[^\n]*"))
T
$HEDDLE run t.lua
