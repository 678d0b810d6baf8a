-- set:quotes, the findings of each row and column.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local json = require "json"

local M = { method = "set:quotes" }

function M.draw(w, r, set)
  local options, truth, dims = {}, nil, {}
  if r:chance(50) then
    dims[1] = { type = "theme", owner = "finding", label = "Theme" }
    if r:chance(30) then options.rows = "theme" end
  else
    dims[1], options.rows = ask.draw_dimension(w, r, set.unit, "other")
  end
  if r:chance(60) then dims[2], options.cols = ask.draw_dimension(w, r, set.unit, r:chance(90) and "other" or nil) end
  ask.draw_options(w, r, options, { depth = true, under = true })
  local themed = dims[1].type == "theme" or dims[2] and dims[2].type == "theme"
  if not themed and r:chance(90) then options.depth, options.under = nil, nil end
  if r:chance(30) then options.where, truth = filters.draw(w, r, set.unit) end
  if r:chance(40) then options.top = r:between(1, 3) end
  local args = (r:chance(20) and next(options) == nil) and {} or { options }
  if not themed and (options.depth or options.under) then
    return { args = args, refused = "depth and under need themes" }
  end
  local t = ask.table_of(w, set, dims, { depth = options.depth, under = options.under }, truth)
  return { args = args, view = { table = t, dims = dims, options = options } }
end

local function token(group)
  return group and group.kind ~= "special" and group.token or nil
end

-- The findings in a row and column: of the units there; special groups speak of the finding alone.
local function findings_of(v, row, col)
  local at = { token(row), token(col) }
  local list, there = {}, {}
  for _, u in ipairs(facts.convert(v.table.members(at), "finding")) do there[u.review.id .. "/" .. u.id] = true end
  for _, u in ipairs(v.found.members { row and row.token, col and col.token }) do
    if there[u.review.id .. "/" .. u.id] then list[#list + 1] = u end
  end
  table.sort(list, function(a, b)
    if a.id ~= b.id then return a.id < b.id end
    return a.review.id < b.review.id
  end)
  return list
end

local function compare_quotes(differ, t, v)
  local got, at = json.parse(t:render("json")), 0
  for _, row in ipairs(v.table.groups[1]) do
    for _, col in ipairs(v.table.groups[2] or { { label = "All" } }) do
      local printed = not (v.options.under and row.kind == "special")
      for i, u in ipairs(printed and findings_of(v, row, col.token and col) or {}) do
        if v.options.top and i > v.options.top then break end
        at = at + 1
        local line = got[at] or {}
        differ(("quote %d"):format(at), line.row == row.label and line.key == row.key and line.column == col.label
          and line.finding == u.id and line.review == u.review.id and line.text == u.finding.text,
          tostring(line.key) .. " " .. tostring(line.finding), row.key .. " " .. u.id)
      end
    end
  end
  differ("quotes", #got == at, #got, at)
end

function M.differences(t, v, w, r)
  local list = {}
  v.found = facts.table(w, { unit = "finding", units = facts.convert(v.table.members {}, "finding"), dims = v.dims,
    base = v.table.base })
  local function differ(what, right, got, want)
    if not right then list[#list + 1] = ("%s: got %s, want %s"):format(what, tostring(got), tostring(want)) end
  end
  for _, row in ipairs(v.table.groups[1]) do
    for _, col in ipairs(v.table.groups[2] or { {} }) do
      local want, where = #findings_of(v, row, col.token and col), ("(%s, %s)"):format(row.key, tostring(col.key))
      local n = t:n(row.key, col.key)
      differ("n" .. where, n == want, n, want)
      if r:chance(10) then
        differ("set" .. where, #t:set(row.key, col.key) == want, #t:set(row.key, col.key), want)
        local evidence = t:evidence(row.key, col.key)
        differ("evidence" .. where, #evidence == want, #evidence, want)
      end
    end
  end
  differ("n()", t:n() == #findings_of(v), t:n(), #findings_of(v))
  compare_quotes(differ, t, v)
  for _, format in ipairs { "text", "markdown", "csv" } do
    differ(format, type(t:render(format)) == "string", "nothing", "a text")
  end
  return list
end

return M
