--- Reproducible random numbers: SplitMix64 in Lua's 64 bit integers (https://prng.di.unimi.it/splitmix64.c), the same
-- in every Lua.

local M = {}
M.__index = M

function M.new(seed)
  return setmetatable({ state = seed * 0x2545f4914f6cdd1d }, M)
end

function M:next()
  self.state = self.state + 0x9e3779b97f4a7c15
  local z = self.state
  z = (z ~ (z >> 30)) * 0xbf58476d1ce4e5b9
  z = (z ~ (z >> 27)) * 0x94d049bb133111eb
  return (z ~ (z >> 31)) >> 11
end

--- 0 .. n - 1.
function M:below(n)
  return self:next() % n
end

--- low .. high.
function M:between(low, high)
  return low + self:below(high - low + 1)
end

--- True in `percent` of 100 cases.
function M:chance(percent)
  return self:below(100) < percent
end

function M:pick(list)
  return list[self:below(#list) + 1]
end

--- A new list with the same elements in another order.
function M:shuffled(list)
  local copy = table.move(list, 1, #list, 1, {})
  for i = #copy, 2, -1 do
    local k = self:below(i) + 1
    copy[i], copy[k] = copy[k], copy[i]
  end
  return copy
end

--- At least one element of a list and at most `most`, in their order.
function M:some(list, most)
  local places, out = {}, {}
  for i = 1, #list do places[i] = i end
  places = self:shuffled(places)
  local chosen = table.move(places, 1, self:between(1, math.min(most, #list)), 1, {})
  table.sort(chosen)
  for i, place in ipairs(chosen) do out[i] = list[place] end
  return out
end

return M
