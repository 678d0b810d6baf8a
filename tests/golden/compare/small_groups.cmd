# Three against three: none of the one and all of the other have hidden adults, and that is still too small to read.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:compare{ by = "died", test = "fisher" }
print(t)
print(t:n("hidden", "No"), t:base("No"), t:n("hidden", "Yes"), t:base("Yes"), t:value("hidden", "difference"))
print(("%.6f"):format(t:value("hidden", "p")), t:value("hidden", "reading"))
E
$HEDDLE run t.lua
