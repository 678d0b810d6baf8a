--- What checking a script needs of a store: sets to ask, without a unit in them, and values that fit a field.

local core = require "heddle.core"

local M = {}
M.__index = M

local not_found = 66

--- The run's store; nil and a message when there is none there, unless NEEDED.
function M.open(needed)
  local ok, opened = pcall(function() return require("heddle.corpus").open() and core.open() end)
  if not ok then
    if needed or type(opened) ~= "userdata" or opened.code ~= not_found then error(opened, 0) end
    return nil, opened.message
  end
  local self = setmetatable({ corpus = opened, sets = {}, fields = {}, bands = {} }, M)
  for _, field in ipairs(core.fields(opened)) do self.fields[field.key] = self.fields[field.key] or field end
  for _, band in ipairs(core.bands(opened)) do self.bands[band.name] = band end
  return self
end

--- The set of nothing, of a unit.
function M:empty(unit)
  if not self.sets[unit] then
    local all = core.all(self.corpus, unit)
    self.sets[unit] = all - all
  end
  return self.sets[unit]
end

--- A row of a unit; nil when the store has none.
function M:row(unit)
  local all = core.all(self.corpus, unit)
  local index = core.set_next(all, 0)
  return index and core.row(all, index)
end

--- The key of the first date that has values.
function M:date()
  for _, field in ipairs(core.fields(self.corpus)) do
    if field.kind == "date" and field.states.value > 0 then return field.key end
  end
end

--- A value that a filter can compare KEY with; nil when none is known.
function M:fitting(key)
  if key == "coded" then return true end
  if key == "theme" then
    for _, theme in ipairs(core.themes(self.corpus)) do
      if theme.status == "active" then return theme.code end
    end
    return nil
  end
  if self.bands[key] then return self.bands[key].labels[1] end
  local field = self.fields[key]
  if not field then return nil end
  if field.kind == "number" then return 0 end
  if field.kind == "flag" then return true end
  if field.kind == "date" then return "2020-01-01" end
  return field.values and field.values[1]
end

return M
