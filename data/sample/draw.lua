-- Random draws that are the same on every machine: xorshift64* on Lua's 64-bit integers (Vigna,
-- "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016). The upper
-- 31 bits are used; over small ranges the bias of the remainder is far below anything that shows.

local M = {}

local state = 1

-- `n` is any integer but 0.
function M.seed(n) state = n end

local function draw()
  state = state ~ (state >> 12)
  state = state ~ (state << 25)
  state = state ~ (state >> 27)
  return (state * 0x2545F4914F6CDD1D) >> 33
end

function M.between(low, high) return low + draw() % (high - low + 1) end

-- True in `percent` of a hundred draws.
function M.chance(percent) return draw() % 100 < percent end

function M.pick(list) return list[M.between(1, #list)] end

-- In place; returns the list.
function M.shuffle(list)
  for i = #list, 2, -1 do
    local j = M.between(1, i)
    list[i], list[j] = list[j], list[i]
  end
  return list
end

-- `total` values from a list of value, count, value, count ..., in random order. The counts are
-- a margin, so they must add up.
function M.spread(total, margin)
  local list = {}
  for i = 1, #margin, 2 do
    for _ = 1, margin[i + 1] do list[#list + 1] = margin[i] end
  end
  assert(#list == total, "the counts do not add up to the total")
  return M.shuffle(list)
end

return M
