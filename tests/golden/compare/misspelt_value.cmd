# A misspelt column of :value was refused without the nearest name.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local two = corpus.reviews:compare { by = "died" }
local three = heddle.compare { { "A", corpus.reviews }, { "B", corpus.reviews }, { "C", corpus.reviews } }
for _, case in ipairs { { two, "diference" }, { two, "odds ration" }, { three, "B: diference" }, { two, "p" } } do
  print(select(2, pcall(case[1].value, case[1], "voice", case[2])))
end
E
$HEDDLE run t.lua
