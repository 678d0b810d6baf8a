--- What a session remembers: its entries, the last result, what `:timing` and `:pager` were set to.

local host = require "heddle.host"

return {
  env = host.globals(),
  entries = {}, -- as prompt/save.lua has them
  by_number = {}, -- the texts of entries by number, for messages about what they defined
  number = 0,
  timing = false,
  pager = false,
  stores = 1, -- how many were opened
}
