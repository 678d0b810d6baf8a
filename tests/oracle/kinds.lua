--- The table kinds that the oracle asks, one module each.

local NAMES = { "themes", "count", "crosstab", "trend", "profile", "timeliness", "compare", "quotes", "cooccurrence",
  "combinations", "matrix", "similar" }

local list = {}
for i, name in ipairs(NAMES) do list[i] = require("tables." .. name) end
return list
