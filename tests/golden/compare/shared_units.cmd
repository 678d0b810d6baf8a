# A review with a girl and a boy is in both groups: counts and differences stay, the rest has no value and says why.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:compare{ by = "sex", depth = 1, test = "fisher" }
print(t)
for _, key in ipairs { "difference interval", "odds ratio", "odds ratio interval", "p", "holm", "bh" } do
  print(key, t:value("hidden-adults", key))
end
-- of children nobody is both
print(corpus.children:compare{ by = "sex", depth = 1, top = 2, test = "permutation", draws = 200 })
-- of several groups only those that share
local u = corpus.reviews:compare{ by = "age_band", depth = 1, top = 1 }
for _, note in ipairs { u:explain():match("No interval[^\n]*") } do print(note) end
E
$HEDDLE run t.lua
