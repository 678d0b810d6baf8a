# A group without reviews is 0/0; what compares with it has no value, and a reason.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local none = corpus.reviews:where("died = 'No' and died = 'Yes'")
local t = heddle.compare{ { "All of them", corpus.reviews }, { "None", none }, test = "fisher", top = 2 }
print(t)
print(t:percent("voice", "None"), t:n("voice", "None"), t:base("None"))
for _, key in ipairs { "difference", "difference interval", "odds ratio", "p", "holm", "reading" } do
  print(key, t:value("voice", key))
end
print(none:compare{ by = "died", top = 1 })
E
$HEDDLE run t.lua
