# Names of millions of bytes that a script gives are cut in messages, as pcall gives them too.
"$HEDDLE" import "$ROOT/data/sample" >import.txt || cat import.txt
cat >s.lua <<'END'
local r, big = corpus.reviews, ("x"):rep(3e6)
local function short(...)
  local ok, message = pcall(...)
  print(ok, #message < 300, message:sub(1, 60))
end
short(heddle.compare, { { big, r }, { big, r } })
short(heddle.compare, { { big, r }, { "b", corpus.children } })
short(r.trend, r, { by = big })
short(r.timeliness, r, { from = big, to = "notified", within = 5 })
short(r.trend, r, { by = "notified", period = { { from = "2021", to = "2020", label = big } } })
short(r.trend, r, { by = "notified", period = { { from = "2020", to = "2020", label = big },
  { from = "2021", to = "2021", label = big } } })
END
"$HEDDLE" run s.lua
