--- What is said around every table: what its base is, whom it leaves out, what was selected.

local core = require "heddle.core"
local number = require "heddle.number"

local M = {}

-- "No 1, Yes 2": how units that are left out are spread over a dimension.
local function spread(set, dim)
  local cube = core.cube(set, { dims = { dim }, base = "all" })
  local parts = {}
  for index, group in ipairs(core.cube_groups(cube, 1)) do
    local n = core.cube_count(cube, index)
    local label = group.label:gsub("^%((.*)%)$", "%1")
    local between = label:find("%d$") and ": " or " "
    if n > 0 then parts[#parts + 1] = label .. between .. n end
  end
  return table.concat(parts, ", ")
end

--- "Not shown: 3 reviews not yet coded (Hartlepool 2, Stockton 1)."; nil for an empty set.  DIM may be nil.
function M.not_shown(set, unit, words, dim)
  if #set == 0 then return nil end
  local parts = dim and spread(set, dim) or ""
  return ("Not shown: %s %s%s."):format(number.units(#set, unit), words, parts ~= "" and (" (" .. parts .. ")") or "")
end

--- Who is not in a cube of DIMS (as it was made of): a list of notes, spread over the dimension OVER (nil: not), and
-- the same in brief for the base.  `missing`: the cube leaves out units without a value.
function M.left_out(cube, dims, unit, over, missing)
  local notes, short = {}, {}
  for _, reason in ipairs { { "not coded", "not yet coded" }, { "no theme", "coded with no theme" } } do
    local set, words = core.cube_left_out(cube, reason[1]), reason[2]
    if #set > 0 then short[#short + 1] = ("%s %s"):format(number.thousands(#set), words) end
    if #dims > 1 then notes[#notes + 1] = M.not_shown(set, unit, words, over) end
  end
  for d, dim in ipairs(missing and dims or {}) do
    local label, is_theme = core.cube_dim(cube, d)
    if not is_theme then
      notes[#notes + 1] = M.not_shown(core.cube_left_out(cube, "missing", d), unit, "without " .. label, dim)
    end
  end
  return notes, short
end

--- What is counted, in words: "coded reviews", "reviews", "mentions in coded reviews".
function M.counted(unit, has_theme, base)
  local plural = number.plural(unit)
  if base == "mentions" then return "mentions in coded reviews" end
  if base == "all" or (base == nil and not has_theme) then return plural end
  local coded = unit == "review" and "coded reviews" or plural .. " of coded reviews"
  return base == "any_theme" and coded .. " with any label" or coded
end

local function one(n, words)
  if n ~= 1 then return words end
  words = words:gsub("reviews", "review"):gsub("children", "child"):gsub("findings", "finding")
  return (words:gsub("mentions", "mention"):gsub(" of coded review", " of a coded review"))
end

--- "base: 27 coded reviews (3 not yet coded)".  BASE is the option, SHORT what M.left_out gave.
function M.base_words(n, unit, has_theme, base, short)
  return ("base: %s %s%s"):format(number.thousands(n), one(n, M.counted(unit, has_theme, base)),
    #short > 0 and (" (" .. table.concat(short, ", ") .. ")") or "")
end

--- How the set came about, in words; nil for the set of all.
function M.selection(set)
  local words = core.set_words(set)
  return words ~= number.plural(core.set_unit(set)) and words or nil
end

return M
