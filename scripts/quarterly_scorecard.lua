-- The scorecard of a quarter: the reviews notified in it, were they in time, are they coded, what was found so far.
--
--   heddle run scripts/quarterly_scorecard.lua --param quarter="2025-26 Q1" --param limit=0
--
-- Prints it and saves it as scorecard.md.  Without a quarter it is the last one that is over.  When more than `limit`
-- rapid reviews were late they are named, nothing is saved, and the exit code is 2.

local function last_quarter()
  local year, month = tonumber(os.date("%Y")), tonumber(os.date("%m"))
  local q = ({ 3, 4, 1, 2 })[(month + 2) // 3] -- in January to March the last one over is Q3
  if q > 2 then year = year - 1 end
  return ("%d-%02d Q%d"):format(year, (year + 1) % 100, q)
end

local quarter = heddle.param("quarter", { default = last_quarter() })
local limit   = heddle.param("limit", { type = "integer", default = 0 })

local year, q = quarter:match("^(%d%d%d%d)%-%d%d Q([1-4])$")
if not year then error(("parameter 'quarter' is '%s'; it is written like 2025-26 Q1"):format(quarter), 0) end
q = tonumber(q)
year = q == 4 and year + 1 or year
local from, to = ("%d-%02d"):format(year, q * 3 % 12 + 1), ("%d-%02d"):format(year, q * 3 % 12 + 3)

local reviews = corpus.reviews:where { scope = "local", notified = { from = from, to = to } }
local time    = reviews:timeliness { from = "notified", to = "reviewed", within = 15, show = { "n/N", "percent" } }
local sofar   = corpus.reviews:where { scope = "local", notified = { to = to } }
local parts   = {
  ("Scorecard %s: reviews notified %d, of them not yet coded %d"):format(quarter, #reviews,
    #reviews:where { coded = false }),
  time,
  sofar:themes { depth = 1, top = 5, show = { "n/N", "percent" } },
}

local document = {}
for i, part in ipairs(parts) do
  print(part)
  print()
  document[i] = type(part) == "string" and "# " .. part or part:render("markdown")
end
heddle.save("scorecard.md", table.concat(document, "\n\n") .. "\n")

local late = {}
for review in time:set("late"):each() do late[#late + 1] = review.id end
if #late > limit then heddle.fail(("%d late: %s"):format(#late, table.concat(late, ", "))) end
