# Draws depend on the seed and nothing else; p is never 0; one theme more or less printed changes none of them.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local function ps(options)
  options.by, options.test = "area", "permutation"
  local t = corpus.reviews:compare(options)
  return ("%.6f %.6f %.6f"):format(t:value("childs-voice", "p"), t:value("childs-voice", "holm"), t:value("childs-voice", "bh"))
end
print(ps {} == ps {}, ps {} == ps { top = 1, order = "codebook" }, ps { seed = 1 } == ps {}, ps { seed = 2 } == ps {})
print(ps { draws = 1 })
local t = corpus.reviews:compare{ by = "area", test = "permutation", draws = 1000, seed = 42, depth = 1 }
print(t:explain())
print(t:value("over-reliance", "p"))
E
$HEDDLE run t.lua
