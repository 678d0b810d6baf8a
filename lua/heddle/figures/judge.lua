--- Are printed percentages right, and what explains those that are not?  All in integers.

local M = {}

--- How a half is rounded, and whether anything is rounded up at all.
M.rules = { "half-up", "half-even", "down" }

local max_base = 10000 -- above it every percentage without decimals fits hundreds of bases

-- 100 n / of in units of the last of `decimals` digits.
local function scaled(n, of, decimals, rule)
  local value = 100 * math.tointeger(10 ^ decimals) * n
  local whole, rest = value // of, value % of
  if rule == "down" or 2 * rest < of then return whole end
  if rule == "half-even" and 2 * rest == of then return whole + whole % 2 end
  return whole + 1
end

local function text_of(value, decimals)
  if decimals == 0 then return ("%d"):format(value) end
  local power = math.tointeger(10 ^ decimals)
  return ("%d.%0" .. decimals .. "d"):format(value // power, value % power)
end

-- The printed percentage in the same units.
local function printed(figure)
  return math.tointeger(tonumber((figure.percent:gsub("%.", ""))))
end

--- What the percentage of FIGURE should be, with the decimals it is printed with.
function M.expected(figure, rule)
  return text_of(scaled(figure.n, figure.of, figure.decimals, rule), figure.decimals)
end

-- "About 60%" may be 5 points away when it is a multiple of 5, else 1; "over" and "nearly" only to their side.
local function is_near(figure)
  local power = math.tointeger(10 ^ figure.decimals)
  local p = printed(figure)
  local reach = (p % (5 * power) == 0 and 5 or 1) * power * figure.of
  local above = 100 * power * figure.n - p * figure.of
  if figure.hedge == "over" then return above >= 0 and above <= 2 * reach end
  if figure.hedge == "under" then return above <= 0 and above >= -2 * reach end
  return math.abs(above) <= reach
end

function M.is_right(figure, rule)
  if figure.n > figure.of then return false end
  return scaled(figure.n, figure.of, figure.decimals, rule) == printed(figure)
    or figure.hedge ~= nil and is_near(figure)
end

--- The bases up to the printed one of which some count gives the printed percentage: {base, count}, the
-- largest first.  Empty above a printed base of 10,000.
function M.bases(figure, rule)
  local list, p = {}, printed(figure)
  local power = math.tointeger(10 ^ figure.decimals)
  if figure.of > max_base or p > 100 * power then return list end
  for base = figure.of, 1, -1 do
    local low = p * base // (100 * power)
    for n = low, math.min(low + 1, base) do
      if scaled(n, base, figure.decimals, rule) == p then
        list[#list + 1] = { base = base, n = n }
        break
      end
    end
  end
  return list
end

-- The bases that all of WRONG have among theirs.
local function common(wrong)
  local count = {}
  for _, figure in ipairs(wrong) do
    for _, fit in ipairs(figure.bases) do count[fit.base] = (count[fit.base] or 0) + 1 end
  end
  local list = {}
  for _, fit in ipairs(wrong[1].bases) do
    if count[fit.base] == #wrong then table.insert(list, 1, fit.base) end
  end
  return list
end

-- The wrong pairs by printed base, in the order of the first of each: {of, wrong = {}, explained_by = {}}.
local function by_base(wrong)
  local groups, of_base = {}, {}
  for _, figure in ipairs(wrong) do
    local group = of_base[figure.of]
    if not group then
      group = { of = figure.of, wrong = {} }
      of_base[figure.of], groups[#groups + 1] = group, group
    end
    table.insert(group.wrong, figure)
  end
  for _, group in ipairs(groups) do group.explained_by = common(group.wrong) end
  return groups
end

-- ---- sums ----

-- "were Hartlepool children" -> "were * children" for every place of the *: labels that differ in one word.
local function twins(a, b)
  if not a or not b then return false end
  local one, two = {}, {}
  for word in a:gmatch "%S+" do one[#one + 1] = word end
  for word in b:gmatch "%S+" do two[#two + 1] = word end
  if #one ~= #two or #one < 2 then return false end
  local different = 0
  for i = 1, #one do different = different + (one[i] ~= two[i] and 1 or 0) end
  return different == 1
end

local function sum_of(run)
  local first = run[1]
  local n, percent, power = 0, 0, math.tointeger(10 ^ first.decimals)
  for _, figure in ipairs(run) do n, percent = n + figure.n, percent + printed(figure) end
  -- Each may be half a unit off by rounding alone.
  local slack = #run // 2
  return { first = first, last = run[#run], n = n, of = first.of, percent = text_of(percent, first.decimals),
    counts_add = n == first.of, percents_add = math.abs(percent - 100 * power) <= slack, count = #run }
end

local function same_kind(a, b)
  return a.group and a.group == b.group and a.of == b.of and a.decimals == b.decimals and not a.hedge and not b.hedge
    and not a.total and not b.total
end

-- Runs of pairs that look like parts of one whole: a whole list or table of one base, or neighbours
-- whose labels differ in one word.
local function runs_of(figures)
  local runs, groups, of_group = {}, {}, {}
  for _, figure in ipairs(figures) do
    if figure.group and not figure.total then
      if not of_group[figure.group] then
        of_group[figure.group] = {}
        groups[#groups + 1] = of_group[figure.group]
      end
      table.insert(of_group[figure.group], figure)
    end
  end
  for _, group in ipairs(groups) do
    local whole, i = #group > 1, 1
    for k = 2, #group do whole = whole and same_kind(group[1], group[k]) end
    if whole then runs[#runs + 1] = group end
    while i < #group do
      local k = i
      while group[k + 1] and same_kind(group[i], group[k + 1]) and twins(group[k].label, group[k + 1].label) do
        k = k + 1
      end
      if k > i and not (whole and k - i + 1 == #group) then runs[#runs + 1] = table.move(group, i, k, 1, {}) end
      i = k + 1
    end
  end
  return runs
end

--- Groups of which either the counts add up to the base or the percentages to 100, but not both: so one of
-- them is wrong.  Of groups where neither adds up it is not known that they should.
local function sums_of(figures)
  local list = {}
  for _, run in ipairs(runs_of(figures)) do
    local wrong = false
    for _, figure in ipairs(run) do wrong = wrong or not figure.right end
    local sum = sum_of(run)
    if wrong and sum.counts_add ~= sum.percents_add then list[#list + 1] = sum end
  end
  return list
end

-- Another rule of rounding that makes every pair right.
local function other_rule(figures, rule)
  for _, other in ipairs(M.rules) do
    local all = other ~= rule
    for _, figure in ipairs(figures) do all = all and M.is_right(figure, other) end
    if all then return other end
  end
end

--- Judge the FIGURES of one document (of figures.pairs) by RULE; each gets `right`, `expected` and, when wrong,
-- `bases`.  Returns {right = number, wrong = {figures}, groups = by printed base, sums, rule = another rule of
-- rounding that explains everything, or nil}.
function M.document(figures, rule)
  local wrong, bases = {}, {}
  for _, figure in ipairs(figures) do
    figure.right, figure.expected = M.is_right(figure, rule), M.expected(figure, rule)
    if not figure.right then
      local key = figure.percent .. "/" .. figure.of
      bases[key] = bases[key] or M.bases(figure, rule)
      figure.bases = bases[key]
      wrong[#wrong + 1] = figure
    end
  end
  return { right = #figures - #wrong, wrong = wrong, groups = by_base(wrong), sums = sums_of(figures),
    rule = #wrong > 0 and other_rule(figures, rule) or nil }
end

return M
