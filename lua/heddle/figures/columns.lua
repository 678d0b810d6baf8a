--- What the columns of a table hold, by their headings.

local M = {}

local function set(list)
  local s = {}
  for _, word in ipairs(list) do s[word] = true end
  return s
end

local count_names = set { "n", "no", "number", "count", "reviews", "children", "cases", "findings", "frequency",
  "freq", "yes", "numerator", "incidents", "notifications", "families", "records", "responses" }
local base_names = set { "of", "base", "total", "out of", "denominator", "of n", "all", "all reviews", "all children",
  "all cases", "total reviews", "total n", "total number", "total cases", "total children", "sample" }
local other_share = { "change", "differ", "point", "national", "england", "target", "previous", "interval",
  "%f[%a]ci%f[%A]", "average", "regional", "confidence", "trend", "cumulative" }

--- "30" or "1,204" as an integer, or nil.
function M.integer(digits)
  local plain = digits and digits:gsub(",", "")
  return plain and #plain <= 10 and math.tointeger(tonumber(plain)) or nil
end

-- What a column holds: "percent", "count", "base", "N", "other" or nil; a base its heading names; and whether its
-- cells are both ("n (%)").
local function column_of(heading)
  local lower = heading:lower()
  local equal = M.integer(lower:match "%f[%a]n%s?=%s?(%d[%d,]*)")
  local base = equal or M.integer(lower:match "%f[%a]of%s+(%d[%d,]*)")
  local share = lower:find "%%" or lower:find "per%s?cent"
  for _, word in ipairs(other_share) do
    if lower:find(word) then return "other" end
  end
  local name = lower:gsub("%b()", ""):gsub("n%s?=%s?[%d,]+", ""):gsub("^[%s%p]+", ""):gsub("[%s%p]+$", "")
  if share and (name:find "^n%f[%A]" or lower:find "%(%s*%%" or lower:find "%(per%s?cent") then
    return "count", base, true
  end
  if share then return "percent", base end
  if heading:find "^%s*N%s*$" then return "N" end
  if base_names[name] then return "base" end
  local count = count_names[name] or name:find "^number of " or name:find "^no%.? of " or name:find "^reviews"
  return (count or equal) and "count" or nil, base
end

--- The columns of the headings: {kind = "percent", "count", "base", "other" or nil, base, both}; and the one base
-- that a heading of no number names for all of them.
function M.of(header)
  local columns, has_count, common = {}, false, nil
  for i, heading in ipairs(header or {}) do
    local kind, base, both = column_of(heading)
    columns[i] = { kind = kind, base = base, both = both }
    has_count = has_count or kind == "count"
  end
  for i, column in ipairs(columns) do
    if column.kind == "N" then column.kind = has_count and "base" or "count" end
    if i == 1 and #columns > 2 then common = column.base end
  end
  return columns, common
end

--- True if CELLS are headings of a count, or of "n/N", and of a percentage.
function M.name_a_pair(cells)
  local count, share = false, false
  for _, cell in ipairs(cells) do
    if cell:find "%d%s?%%" or cell:lower():find "%d%s*per%s?cent" then return false end
    local kind = column_of(cell)
    count = count or kind == "count" or kind == "N" or cell:find "^%s*[nN]%s?/%s?[nN]%s*$" ~= nil
    share = share or kind == "percent"
  end
  return count and share
end

return M
