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

--- The state of the percentage of n of N, printed with `digits` decimals.
function M.of_percent(n, N, digits)
  if not N or N == 0 then return "not applicable" end
  if n > 0 and 200 * n * 10 ^ (digits or 0) < N then return "low" end
  return "value"
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
