$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local function say(...) print(select(2, pcall(...))) end
local r = corpus.reviews
say(function() return r:trend() end)
say(function() return r:trend{ by = "area" } end)
say(function() return r:trend{ by = "notifed" } end)
say(function() return r:trend{ by = "notified", period = "year" } end)
say(function() return r:trend{ by = "notified", period = { { from = "2020", to = "2019" } } } end)
say(function() return r:trend{ by = "notified", period = { { from = "2020", to = "2021" }, { from = "2021-06", to = "2022" } } } end)
say(function() return r:trend{ by = "notified", period = { { from = "soon", to = "2021" } } } end)
say(function() return r:trend{ by = "notified", tests = true } end)
say(function() local t = r:trend{ by = "notified" } return t:n("hidden-adults", "2031-32") end)
E
$HEDDLE run t.lua
