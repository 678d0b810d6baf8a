--- `heddle fields`: every field, how many units have each state of it, and its values.

local core = require "heddle.core"
local host = require "heddle.host"
local list = require "heddle.render.list"
local number = require "heddle.number"

local M = {}

local states = { "value", "unknown", "not applicable", "not recorded" }

function M.run()
  local c = core.open()
  local rows = { { "Unit", "Field", "Kind", "value", "unknown", "not applicable", "not recorded", "Values" } }
  for _, field in ipairs(core.fields(c)) do
    local row = { field.unit, field.key, field.kind }
    for _, state in ipairs(states) do row[#row + 1] = number.thousands(field.states[state]) end
    row[#row + 1] = table.concat(field.values, ", ")
    rows[#rows + 1] = row
  end
  host.write(list.render(rows, { [4] = true, [5] = true, [6] = true, [7] = true }))
  local bands = { { "Band", "of", "Values" } }
  for _, band in ipairs(core.bands(c)) do
    local first, last = 1, #band.labels
    if band.closed then first, last = 2, last - 1 end
    bands[#bands + 1] = { band.name, band.field, table.concat(band.labels, ", ", first, last) }
  end
  if #bands > 1 then host.write("\n" .. list.render(bands)) end
end

return M
