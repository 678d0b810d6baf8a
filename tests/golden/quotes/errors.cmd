$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local R = corpus.reviews
local function try(f, ...)
  local ok, message = pcall(f, ...)
  print(ok, tostring(message))
end
try(R.quotes, R, { rows = "aera" })
try(R.quotes, R, { col = "area" })
try(R.quotes, R, { rows = "area", depth = 1 })
try(R.quotes, R, { top = 0 })
try(R.quotes, R, { rows = 1 })
local q = R:quotes()
try(q.n, q, "hidden-adult")
try(q.n, q, "hidden-adults", "Hartlepool")
try(q.render, q, "html")
E
$HEDDLE run t.lua
