--- `heddle fields`: every field, how many units have each state of it, and its values.

local core = require "heddle.core"
local host = require "heddle.host"
local list = require "heddle.render.list"
local number = require "heddle.number"

local M = {}

local states = { "value", "unknown", "not applicable", "not recorded" }

-- A line for each field of what fits beside its values: how many have a value, and how many none.
local function narrow(fields, width)
  local rows = { { "Unit", "Field", "Kind", "value", "missing", "Values" } }
  for _, field in ipairs(fields) do
    local missing = 0
    for _, state in ipairs(states) do missing = missing + (state ~= "value" and field.states[state] or 0) end
    rows[#rows + 1] = { field.unit, field.key, field.kind, number.thousands(field.states.value),
      number.thousands(missing), table.concat(field.values, ", ") }
  end
  return list.render(rows, { [4] = true, [5] = true }, width)
end

local function whole(fields)
  local rows = { { "Unit", "Field", "Kind", "value", "unknown", "not applicable", "not recorded", "Values" } }
  for _, field in ipairs(fields) do
    local row = { field.unit, field.key, field.kind }
    for _, state in ipairs(states) do row[#row + 1] = number.thousands(field.states[state]) end
    row[#row + 1] = table.concat(field.values, ", ")
    rows[#rows + 1] = row
  end
  return list.render(rows, { [4] = true, [5] = true, [6] = true, [7] = true })
end

--- args.width: fit it to a terminal; nil: nothing is left out.
function M.run(args)
  local c = core.open()
  local fields = core.fields(c)
  host.write(args.width and narrow(fields, args.width) or whole(fields))
  local bands = { { "Band", "of", "Values" } }
  for _, band in ipairs(core.bands(c)) do
    local first, last = 1, #band.labels
    if band.closed then first, last = 2, last - 1 end
    bands[#bands + 1] = { band.name, band.field, table.concat(band.labels, ", ", first, last) }
  end
  if #bands > 1 then host.write("\n" .. list.render(bands, nil, args.width)) end
end

return M
