--- set:matrix, units by themes.

local filters = require "filters"
local json = require "json"
local names = require "names"
local together = require "together"

local M = { method = "set:matrix" }

function M.draw(w, r, set)
  local options = {}
  local truth = together.draw_options(w, r, set, options, { base = true, digits = true })
  return { args = { options }, view = together.view(w, set, options, truth, 1) }
end

local function ordered(units)
  table.sort(units, function(a, b)
    if a.id ~= b.id then return a.id < b.id end
    return a.review.id < b.review.id
  end)
  return units
end

function M.differences(t, v, w, r)
  local list, differ = together.collector()
  local got, units = json.parse(t:render("json")), ordered(v.table.members {})
  local first, ids = v.unit == "review" and 0 or 1, {}
  for _, unit in ipairs(units) do ids[unit.id] = (ids[unit.id] or 0) + 1 end
  differ("base", got.base, together.base_line(v))
  differ("rows", #got.rows, #units + 1)
  for i, unit in ipairs(units) do
    local row, has = got.rows[i] or { cells = {} }, {}
    for _, g in ipairs(together.has(w, v, unit)) do has[g] = true end
    differ(("rows[%d].key"):format(i), row.key, unit.id)
    if first > 0 then differ(("rows[%d].review"):format(i), row.cells[1], unit.review.id) end
    local name = ids[unit.id] > 1 and unit.review.id .. "/" .. unit.id or unit.id
    for k, g in ipairs(v.themes) do
      local n = has[g] and 1 or 0
      differ(("rows[%d].%s"):format(i, g.key), (row.cells[first + k] or {}).n, n)
      if r:chance(20) then
        local theme = filters.theme_name(w, r, g.theme)
        differ(("n(%s, %s)"):format(name, g.key), t:n(name, theme), n)
        differ(("set(%s, %s)"):format(name, g.key), names.of_set(t:set(name, theme)),
          names.of_units(n == 1 and { unit } or {}))
        if n == 1 then
          differ(("evidence(%s, %s)"):format(name, g.key), names.of_evidence(t:evidence(name, theme)),
            names.of_units(together.findings(w, v, { unit }, { g })))
        end
      end
    end
  end
  for k, g in ipairs(v.themes) do
    differ("n(nil, " .. g.key .. ")", t:n(nil, g.key), v.table.count { g.token })
    differ("total " .. g.key, got.rows[#got.rows].cells[first + k].n, v.table.count { g.token })
  end
  differ("n()", t:n(), v.base)
  differ("base()", t:base(), v.base)
  local csv = t:render("csv")
  local head, codes = csv:match("^([^\r]*)\r\n"), { first == 0 and "id" or "id,review" }
  for _, g in ipairs(v.themes) do codes[#codes + 1] = g.key end
  differ("headings of CSV", head, table.concat(codes, ","))
  differ("lines of CSV", select(2, csv:gsub("\r\n", "")), #units + 1)
  differ("formats", type(t:render("text") .. t:render("markdown")), "string")
  return list
end

return M
