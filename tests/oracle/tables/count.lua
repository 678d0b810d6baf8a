--- set:count, a one-way table of any dimension.

local ask = require "ask"
local filters = require "filters"
local view = require "view"

local M = { method = "set:count" }

local NAMES = { percent = true, base = true, show = true, top = true, missing = true, order = true, digits = true,
  depth = true,
  under = true, unit = true }

function M.draw(w, r, set)
  local options, truth = {}, nil
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local dim, name = ask.draw_dimension(w, r, unit)
  if dim.type ~= "theme" and r:chance(90) then options.depth, options.under = nil, nil end
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  local refused = ask.refused(unit, { dim }, options)
  if refused then return { args = { name, options }, refused = refused } end
  local table_ = ask.table_of(w, set, { dim }, options, truth)
  return { args = { name, options }, view = view.of(w, table_, ask.with_defaults(options)) }
end

return M
