$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local R = corpus.reviews
local function try(f, ...)
  local ok, message = pcall(f, ...)
  print(ok, tostring(message))
end
local function compare(options) try(R.compare, R, options) end
compare { by = "area", ref = "Hartlepol" }
compare { by = "area", ref = "nothing like it" }
compare { by = "area", ref = "unknown" }
compare { by = "theme" }
compare { by = "aera" }
compare { ["for"] = "area" }
compare {}
compare { by = "area", base = "mentions" }
compare { by = "area", test = "t-test" }
compare { by = "area", draws = 0 }
compare { by = "area", seed = -1 }
compare { by = "area", quotes = 0 }
compare { by = "area", top = 1.5 }
compare { by = "scope", where = { scope = "local" } }
compare { by = "area", under = "hidden adult" }
try(function() R:where({ id = "SYN-01" }):compare{ by = "review" } end)
try(heddle.compare)
try(heddle.compare, { { "A", R } })
try(heddle.compare, { { "A", R }, { "B", corpus.findings } })
try(heddle.compare, { { "A", R }, { "a", R } })
try(heddle.compare, { { "A", R }, { "All", R } })
try(heddle.compare, { { "A", R }, { R, "B" } })
try(heddle.compare, { { "A", R }, R })
try(heddle.compare, { { "A", R }, { "B", R }, test = "fish" })
try(heddle.compare, { { "A", R }, { "B", R }, by = "area" })
try(heddle.compare, { { "A", R }, { "B", R }, ref = "C" })
local t = R:compare{ by = "area", depth = 1 }
try(t.n, t, "hidden-adult", "Hartlepool")
try(t.n, t, "hidden-adults", "Hartlepol")
try(t.n, t, {}, "Hartlepool")
try(t.value, t, "hidden-adults", "differnce")
try(function() return t.pvalue end)
try(function() t.n = 1 end)
E
$HEDDLE run t.lua
