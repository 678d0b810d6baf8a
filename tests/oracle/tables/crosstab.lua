--- set:crosstab, two dimensions with distinct margins.

local ask = require "ask"
local filters = require "filters"
local view = require "view"

local M = { method = "set:crosstab" }

local NAMES = { percent = true, base = true, show = true, missing = true, order = true, digits = true, depth = true,
  under = true, unit = true, top = true, transpose = true }

-- A name of a column, which the rows are sorted by, or an order; the column's token.
local function draw_sort(w, r, table_, options)
  if r:chance(40) then
    options.sort = r:pick { "codebook", "count", "label" }
    return options.sort
  end
  local group = r:pick(table_.groups[2])
  options.sort = ask.group_name(w, r, table_.dims[2], group)
  for _, order in ipairs { "codebook", "count", "label" } do
    if options.sort == order then return order end
  end
  return "count", group.token
end

function M.draw(w, r, set)
  local options, truth = {}, nil
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local rows, cols
  rows, options.rows = ask.draw_framed(w, r, unit, r:chance(45) and "theme" or nil)
  cols, options.cols = ask.draw_framed(w, r, unit)
  local themed = rows.type == "theme" and not rows.frame or cols.type == "theme" and not cols.frame
  if not themed and r:chance(90) then options.depth, options.under = nil, nil end
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  local refused = ask.refused(unit, { rows, cols }, options)
  if refused then return { args = { options }, refused = refused } end
  if options.transpose then rows, cols = cols, rows end
  local table_ = ask.table_of(w, set, { rows, cols }, options, truth)
  local by, token
  if r:chance(25) and #table_.groups[2] > 0 then
    by, token = draw_sort(w, r, table_, options)
    if options.order and r:chance(20) then return { args = { options }, refused = "order and sort" } end
    options.order = nil
  end
  local full = ask.with_defaults(options)
  full.order, full.sort_token = by or full.order, token
  return { args = { options }, view = view.of(w, table_, full) }
end

return M
