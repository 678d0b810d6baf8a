--- set:crosstab, two dimensions with distinct margins.

local ask = require "ask"
local filters = require "filters"
local view = require "view"

local M = { method = "set:crosstab" }

local NAMES = { percent = true, base = true, show = true, missing = true, order = true, digits = true, depth = true,
  under = true, unit = true }

function M.draw(w, r, set)
  local options, truth = {}, nil
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local rows, cols
  rows, options.rows = ask.draw_dimension(w, r, unit, r:chance(45) and "theme" or nil)
  cols, options.cols = ask.draw_dimension(w, r, unit)
  local themed = rows.type == "theme" or cols.type == "theme"
  if not themed and r:chance(90) then options.depth, options.under = nil, nil end
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  local refused = ask.refused(unit, { rows, cols }, options)
  if refused then return { args = { options }, refused = refused } end
  local table_ = ask.table_of(w, set, { rows, cols }, options, truth)
  return { args = { options }, view = view.of(w, table_, ask.with_defaults(options, "codebook")) }
end

return M
