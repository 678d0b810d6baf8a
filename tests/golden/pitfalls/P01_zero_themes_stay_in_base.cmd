# A case without any theme stays in the base: voice is 3 of 6, not 3 of 5, and (no theme) is 1.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'T'
local t = corpus.reviews:crosstab { rows = "theme", cols = "died" }
print("base", t:base(), "(no theme)", t:n("(no theme)"))
print("voice", t:n("voice"), t:percent("voice"))
local any = corpus.reviews:crosstab { rows = "theme", cols = "died", base = "any_theme" }
print("any_theme", any:base(), any:n("voice"), any:percent("voice"))
T
$HEDDLE run t.lua
