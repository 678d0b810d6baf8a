--- What scripts see as `heddle.stats`: statistics on counts, computed in C (query/measure.h).

local check = require "heddle.check"
local core = require "heddle.core"

local measure = core.stats()

local M = {}

local names = {
  "wilson", "clopper_pearson", "newcombe", "fisher", "odds_ratio", "phi", "cramers_v", "chi_square", "trend", "holm",
  "bh", "kappa", "ac1", "alpha",
}
for _, name in ipairs(names) do M[name] = measure[name] end

return setmetatable(M, {
  __metatable = false,
  __index = function(_, key)
    check.lacks("heddle.stats", key, names)
  end,
})
