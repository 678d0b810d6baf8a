--- What a cell of a table is besides its number, and the symbols that stand for it (those of the Government Statistical
-- Service, in square brackets).
--
--   "value"            it is what is printed
--   "not applicable"   it cannot be: a percentage of nothing, a period in which there was no unit     [z]
--   "not available"    it could be, and is not there: a measure that these counts do not give         [x]
--   "low"              not 0, but printed as 0                                                         [k]
--   "hidden"           kept back, so that no child can be identified                                   [c]

local M = {}

local letters = { ["not applicable"] = "z", ["not available"] = "x", low = "k", hidden = "c" }

local meanings = {
  { "hidden", "is kept back to protect the children concerned" },
  { "low", "is not 0 but rounds to 0" },
  { "not available", "is not available" },
  { "not applicable", "is not applicable: there is nothing to count or to take a share of" },
}

--- "[z]"; nil of a value.
function M.symbol(state)
  return letters[state] and "[" .. letters[state] .. "]"
end

--- "z", as data files have it; nil of a value.
function M.letter(state)
  return letters[state]
end

--- What plain tables print for a state: its symbol where it is hidden or low, "-" where there is no number.
function M.printed(found)
  return (found == "hidden" or found == "low") and M.symbol(found) or "-"
end

-- True if n / N, n above 0, is printed as 0.
local function rounds_to_0(n, N, digits)
  return n > 0 and 2 * n * 10 ^ (digits or 0) < N
end

--- The state of the percentage of n of N, printed with `digits` decimals.
function M.of_percent(n, N, digits)
  if not N or N == 0 then return "not applicable" end
  return rounds_to_0(100 * n, N, digits) and "low" or "value"
end

--- The state of a value of a column (frame.lua), nil where there is none.
function M.of_value(column, value)
  if value == nil then return "not available" end
  local times = column.value == "percent" and 100 or column.value == "fraction" and 1
  return times and rounds_to_0(times * value[1], value[2], column.digits) and "low" or "value"
end

-- Whether columns a and b of a table of one dimension show the same counts.
local function same_counts(frame, a, b)
  return not frame.two_way and a.measures and b.measures and a.cube == b.cube
end

--- The states that FRAME gives the cells of ROW, by column; nil without any.  What is hidden is hidden with all
-- that is printed of it, also in columns of their own.
function M.own(frame, row)
  if not row.states then return nil end
  local own = {}
  for c, column in ipairs(frame.columns) do
    own[c] = row.states[c] ~= "value" and row.states[c] or nil
    for other, found in next, row.states do
      if found == "hidden" and same_counts(frame, column, frame.columns[other]) then own[c] = found end
    end
  end
  return own
end

--- What the symbols of STATES, { [state] = true }, mean: a line each, in one order.
function M.key(states)
  local lines = {}
  for _, meaning in ipairs(meanings) do
    if states[meaning[1]] then lines[#lines + 1] = M.symbol(meaning[1]) .. " " .. meaning[2] .. "." end
  end
  return lines
end

return M
