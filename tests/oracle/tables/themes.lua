--- set:themes, a one-way table of themes by count.

local ask = require "ask"
local filters = require "filters"
local view = require "view"

local M = { method = "set:themes" }

local NAMES = { percent = true, base = true, show = true, top = true, order = true, digits = true, depth = true,
  under = true,
  unit = true, mentions = true }

function M.draw(w, r, set)
  local options, truth = {}, nil
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local dims = { { type = "theme", owner = "finding", label = "Theme" } }
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  local args = (r:chance(5) and next(options) == nil) and {} or { options }
  local refused = ask.refused(unit, dims, options)
  if refused then return { args = args, refused = refused } end
  local table_ = ask.table_of(w, set, dims, options, truth)
  return { args = args, view = view.of(w, table_, ask.with_defaults(options, "count")) }
end

return M
