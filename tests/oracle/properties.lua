--- What must hold in every table of counts, whatever the facts are: asked of the table object alone, so that a mistake
-- that facts.lua makes as well is still seen.

local facts = require "facts"

local M = {}

-- A theme is in no fewer units than any theme below it, and in no more than those below it and itself alone together.
local function hierarchy(report, t, rows, depth)
  for _, row in ipairs(rows) do
    local below, most = 0, 0
    for _, other in ipairs(rows) do
      if other.group.theme and facts.parent(other.group.theme) == row.group.theme then
        local n = t:n(other.group.key)
        below, most = below + n, math.max(most, n)
      end
    end
    local n = row.group.theme and t:n(row.group.key)
    if n and n < most then report(("%s has %d, less than %d below it"):format(row.group.key, n, most)) end
    local alone = n and #(t:set(row.group.key):with { exact = row.group.key })
    local shown = not (depth and row.group.theme and facts.level(row.group.theme) == depth) -- those below it
    if n and shown and n > below + alone then
      report(("%s has %d, more than %d below it and %d itself"):format(row.group.key, n, below, alone))
    end
  end
end

--- The differences as lines, of a table and its view.
function M.broken(t, v)
  local list = {}
  local function report(text) list[#list + 1] = "property: " .. text end
  for _, row in ipairs(v.rows) do
    for _, col in ipairs(v.table.dims[2] and v.cols or {}) do
      local n, key = t:n(row.group.key, col.group.key), row.group.key
      local base, all = t:base(col.group.key), t:n(key)
      if n > base then report(("%s by %s is %d of %d"):format(key, col.group.key, n, base)) end
      if n > all then report(("%s by %s is %d, with All %d"):format(key, col.group.key, n, all)) end
    end
    if t:n(row.group.key) > t:base() then report(row.group.key .. " is above the base") end
  end
  local dim = v.table.dims[1]
  if dim.type == "theme" and v.table.base ~= "mentions" then hierarchy(report, t, v.uncut, dim.depth) end
  return list
end

return M
