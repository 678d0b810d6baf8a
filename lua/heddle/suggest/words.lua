--- The words of a text that can say what it is about: folded, cut to a stem, each once, in their order.

local core = require "heddle.core"

local M = {}

local LONGEST = 10000 -- bytes of a text that are looked at
local MOST = 200      -- words of it
local STEM = 7        -- letters that two words must share to be the same

-- Words that stand in any text; "not", "no" and "without" turn a name around and are none of them.
local common = {}
for word in ([[a about above after again against all also although am among an and any are as at back be became
  because been before being below between both but by came can cannot come could did do does doing done down
  due during each either else ever every few for from further get given go had has have having he her here hers
  herself him himself his how however i if in into is it its itself just made make many may me might more most
  much must my near neither nor now of off often on once one only onto or other others our ours out over
  own per quite rather same seen shall she should since so some still such than that the their theirs them
  themselves then there these they this those though through thus to too two under until up upon us very was we
  well were what when where whether which while who whom whose why will with within would yet you your]])
  :gmatch("%S+") do
  common[word] = true
end

-- Common endings go, then all but the first letters: "recognising" and "recognition" are one.
local function stem(word)
  if #word > 4 and word:find("ies$") then
    word = word:sub(1, -4) .. "y"
  elseif #word > 3 and word:find("[^su]s$") then
    word = word:sub(1, -2)
  elseif #word > 6 and word:find("ing$") then
    word = word:sub(1, -4)
  elseif #word > 5 and word:find("ed$") then
    word = word:sub(1, -3)
  end
  return #word > STEM and utf8.len(word) and word:sub(1, (utf8.offset(word, STEM + 1) or #word + 1) - 1) or word
end

--- A list of stems, and a table from each to the word it was first seen in.
function M.of(text)
  local stems, shown = {}, {}
  if #text > LONGEST then text = text:sub(1, utf8.offset(text, 0, LONGEST) - 1) end
  for word in core.fold(text):gmatch("%S+") do
    if #stems >= MOST then break end
    if #word > 1 and not common[word] and not word:find("^%d+$") then
      local s = stem(word)
      if not shown[s] then
        stems[#stems + 1] = s
        shown[s] = word
      end
    end
  end
  return stems, shown
end

return M
