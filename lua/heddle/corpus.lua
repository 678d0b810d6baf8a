--- The global `corpus`: the store opened for this run, its parts made when first asked for.

local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local sets = require "heddle.set"

local M = {}

core.set_methods(sets.methods)
core.row_methods(sets.row_methods)

local parts = {
  reviews = function(c) return core.all(c, "review") end,
  children = function(c) return core.all(c, "child") end,
  findings = function(c) return core.all(c, "finding") end,
  themes = core.themes,
  fields = core.fields,
  bands = core.bands,
  figures = core.figures,
  crosswalks = core.crosswalks,
  comparators = core.comparators,
  passages = core.passages,
  sources = core.sources,
  coverage = core.coverage,
}

local opened = setmetatable({}, { __mode = "k" })

--- Whether VALUE is what M.open gave.
function M.is(value)
  return opened[value] == true
end

local names = {}
for name in next, parts do names[#names + 1] = name end
table.sort(names)

--- Open the run's store (once: core.open keeps it) and return the object scripts know as `corpus`.
function M.open()
  local c, known = core.open(), {}
  local corpus = setmetatable({}, {
    __metatable = false,
    __name = "corpus",
    __index = function(_, key)
      if known[key] ~= nil then return known[key] end
      local make = parts[key]
      if not make then
        check.lacks("corpus", key, names)
      end
      local value = make(c)
      known[key] = value
      return value
    end,
    __newindex = function() core.raise("corpus is read-only") end,
    __tostring = function()
      local n = core.sizes(c)
      return ("corpus: %s, %s, %s"):format(number.units(n.review, "review"), number.units(n.child, "child"),
        number.units(n.finding, "finding"))
    end,
  })
  opened[corpus] = true
  return corpus
end

return M
