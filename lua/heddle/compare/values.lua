--- The values of a comparison: for every theme and contrast the difference, the odds ratio, their intervals and the
-- test asked for.  A value that does not exist is nil and has a reason.

local core = require "heddle.core"
local counts = require "heddle.compare.counts"

local measure = core.stats()

local M = {}

--- The values of a contrast in the order of their columns: what a script names each by, its heading and its kind.
M.columns = {
  { key = "difference", label = "Difference", value = "points" },
  { key = "difference interval", label = "Difference 95%", value = "interval" },
  { key = "odds ratio", label = "Odds ratio", value = "decimal", digits = 2 },
  { key = "odds ratio interval", label = "Odds ratio 95%", value = "interval", digits = 2 },
  { key = "p", label = "p", value = "p", test = true },
  { key = "holm", label = "Holm", value = "p", test = true },
  { key = "bh", label = "BH", value = "p", test = true },
  { key = "reading", label = "Reading", value = "text" },
}

--- Where a group and another one have units in common, nothing that takes them for independent is said.
M.SHARED = "the groups have units in common"
M.PAIRED = "themes pair with a field of findings here, and a permutation draws whole units"
M.NOT_CODED = "a permutation draws coded units, and this base has others"

local LEAST_P = 0.05
local NONE = "no unit in any group has it"

--- "too small to read" of a base, as everywhere in heddle.
function M.too_small(n)
  return measure.reading(n) == "too small"
end

local function shares(v, why, c, k1, k2, digits)
  local points, reason = measure.points(k2, c.n2, k1, c.n1, digits)
  v.difference = points and (digits == 0 and points or points / 10 ^ digits)
  why.difference = reason
  if c.shared then
    why["difference interval"] = M.SHARED
    return
  end
  local _, low, high, none = measure.newcombe(k2, c.n2, k1, c.n1)
  if low then v["difference interval"] = { 100 * low, 100 * high } end
  why["difference interval"] = none
end

-- Whether no split of as many cases could have given a p of 0.05; nil and the reason where there is nothing to split.
-- With m the smallest of the four margins there are m + 1 tables and the least probable has at most 1 in 2^m: their
-- sum is below 0.05 from m = 8 on, whatever else the counts are.
local function hopeless(c, k1, k2, reason)
  if c.n1 == 0 or c.n2 == 0 then return true end
  if reason then return nil, reason end
  local k, n = k1 + k2, c.n1 + c.n2
  if math.min(k, n - k, c.n1, c.n2) >= 8 then return false end
  return measure.fisher_least(k2, c.n2 - k2, k1, c.n1 - k1) > LEAST_P
end

local function odds(v, why, c, k1, k2)
  local ratio, low, high, more = measure.odds(k2, c.n2 - k2, k1, c.n1 - k1)
  local reason = not ratio and more or nil
  if c.shared then
    why["odds ratio"], why["odds ratio interval"] = M.SHARED, M.SHARED
  elseif ratio then
    v["odds ratio"], v["odds ratio interval"], v.adjusted = ratio, { low, high }, more
  else
    why["odds ratio"], why["odds ratio interval"] = reason, reason
  end
  return reason
end

-- What can be read from it, in words instead of stars.
local function reading(v, why, c, k1, k2, reason)
  local small = M.too_small(c.n1) or M.too_small(c.n2)
  if not small and not c.shared then small, why.reading = hopeless(c, k1, k2, reason) end
  if small ~= nil then v.reading = small and "too small to read" or "" end
end

-- The p of every theme that has a case in the base, by the index of its row; else nil, and why for all of them.
local function tested(self, c, rows, test)
  if c.shared then return nil, M.SHARED end
  if c.n1 == 0 or c.n2 == 0 then return nil, "a group has no units" end
  if test.name == "fisher" then
    local ps = {}
    for i, row in ipairs(rows) do
      local k1, k2 = counts.of_contrast(self, c, row.index)
      ps[i] = measure.fisher(k2, c.n2 - k2, k1, c.n1 - k1)
    end
    return ps
  end
  if self.paired then return nil, M.PAIRED end
  local compared, codes = counts.units(self, c), {}
  if #compared > #core.set_coded(compared) then return nil, M.NOT_CODED end
  for i, row in ipairs(rows) do codes[i] = row.key end
  return core.permutation(compared, c.second.set, codes, test.seed, test.draws), nil
end

-- p, Holm and Benjamini-Hochberg into the values; themes without a case in the base are no part of it.
local function add_tests(self, at, values, reasons)
  local c, rows = self.contrasts[at], {}
  for _, row in ipairs(self.rows) do
    if row.kind == "value" and row.total > 0 then rows[#rows + 1] = row end
  end
  self.n_tested = #rows
  local ps, reason = tested(self, c, rows, self.test)
  self.any_p = self.any_p or ps and #rows > 0
  local holm, bh = ps and measure.holm(ps), ps and measure.bh(ps)
  for i, row in ipairs(rows) do
    local v, why = values[row][at], reasons[row][at]
    if ps then
      v.p, v.holm, v.bh = ps[i], holm[i], bh[i]
    else
      why.p, why.holm, why.bh = reason, reason, reason
    end
  end
  for _, row in ipairs(self.rows) do
    if row.kind == "value" and row.total == 0 then
      local why = reasons[row][at]
      why.p, why.holm, why.bh = NONE, NONE, NONE
    end
  end
end

--- For each row that is a theme a list, one entry a contrast, of values by key; and the same of reasons.
function M.of(self)
  local values, reasons = {}, {}
  for _, row in ipairs(self.rows) do
    if row.kind == "value" then
      values[row], reasons[row] = {}, {}
      for at, c in ipairs(self.contrasts) do
        local v, why = {}, {}
        local k1, k2 = counts.of_contrast(self, c, row.index)
        shares(v, why, c, k1, k2, self.digits)
        reading(v, why, c, k1, k2, odds(v, why, c, k1, k2))
        values[row][at], reasons[row][at] = v, why
      end
    end
  end
  if self.test then
    for at in ipairs(self.contrasts) do add_tests(self, at, values, reasons) end
  end
  return values, reasons
end

return M
