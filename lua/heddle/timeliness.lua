--- set:timeliness{}: whether one date followed another in time, as a table of the units by how they did.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local periods = require "heddle.periods"
local tabulate = require "heddle.tabulate"

local M = {}

local months = { month = true, months = true }
local days = { day = true, days = true }

--- What `within` says, checked: { n, "working days" | "days" | "months", text }.  A number is of working days.
function M.deadline(name, option, value)
  local n, unit = value, "working days"
  if type(value) == "string" then
    local digits, words = value:match("^(%d+) +(%l[%l ]*)$")
    n, unit = math.tointeger(tonumber(digits)), words
    if months[words] then unit = "months" elseif days[words] then unit = "days" end
    if words == "working day" then unit = "working days" end
    if unit ~= "months" and unit ~= "days" and unit ~= "working days" then n = nil end
  end
  if math.type(n) ~= "integer" or n < 0 or n > 1200 then
    check.fail(name, "option '%s' is %s; it is a number of working days from 0 to 1200, or '6 months', '28 days', "
      .. "'15 working days'", option, check.show(value))
  end
  local text = ("%d %s"):format(n, unit)
  return { n, unit, n == 1 and text:gsub("s$", "") or text }
end

-- First and last day that a date can be, as texts.
local function ends(text)
  if #text == 10 then return text, text end
  if #text == 4 then return text .. "-01-01", text .. "-12-31" end
  local day = core.parse_date(text)
  local month = core.periods("month", day, day)[1]
  return month.from, month.to
end

-- True if TO is in time after FROM, both whole days; nil where bank holidays are not known.
local function in_time(deadline, from, to)
  local n, unit = deadline[1], deadline[2]
  if unit == "months" then
    local last = core.months_after(from, n)
    return last and to <= last
  end
  if unit == "days" then return core.parse_date(to) - core.parse_date(from) <= n end
  local gone = core.working_days(from, to)
  return gone and gone <= n
end

-- How a pair of dates did: "met", "late", "before"; "coarse" when it depends on what is missing of them, "unknown days"
-- when it depends on days whose bank holidays are not known.
local function judge(deadline, from, to)
  local from_first, from_last = ends(from)
  local to_first, to_last = ends(to)
  if to_last < from_first then return "before" end
  if to_first >= from_last then
    local met = in_time(deadline, from_first, to_last)
    if met == nil then return "unknown days" end
    if met then return "met" end
    if to_first > from_last and not in_time(deadline, from_last, to_first) then return "late" end
  end
  return "coarse"
end

local groups = {
  { "met", "Met" }, { "late", "Late" }, { "before", "Before %s" }, { "coarse", "(date too coarse)" },
  { "unknown days", "(bank holidays not known)" },
}
local states = { "unknown", "not applicable", "not recorded" }

-- The units that did as each word of judge says, by their two dates.
local function judged(set, options)
  local known, members = {}, {}
  local rest = set
  for i, group in ipairs(groups) do
    local word = group[1]
    members[i] = core.set_filter(rest, function(from, to)
      if not from or not to then return false end
      local key = from .. " " .. to
      known[key] = known[key] or judge(options.within, from, to)
      return known[key] == word
    end, { options.from, options.to })
    rest = rest - members[i]
  end
  return members, rest
end

-- The dimension of the table, each unit in one group of it: met, late, not recorded, and what else has cases; and the
-- units that met or missed the deadline.
local function dimension(set, options)
  local members, rest = judged(set, options)
  local list, decided = {}, members[1] | members[2]
  local function add(key, label, of_group, always)
    if always or #of_group > 0 then list[#list + 1] = { key = key, label = label, set = of_group } end
  end
  for i, group in ipairs(groups) do add(group[1], group[2]:format(options.from), members[i], i <= 2) end
  for _, state in ipairs(states) do
    local word = state:gsub(" ", "_")
    local of_state = core.set_where(rest, ("%s is %s or %s is %s"):format(options.to, word, options.from, word))
    rest = rest - of_state
    add(state, state, of_state, state == "not recorded")
  end
  return { name = "Timeliness", sets = list }, decided
end

-- Those whose dates do not decide are left out, and named.
local function only_decided(set, decided, dim)
  local undecided = { name = dim.name, sets = { table.unpack(dim.sets, 3) } }
  for _, group in ipairs(undecided.sets) do group.set = group.set - decided end
  return around.not_shown(set - decided, core.set_unit(set), "whose dates do not tell", undecided)
end

--- The timeliness of SET; OPTIONS as check.options gives them.  Gives what table.lua makes a table of.
function M.build(set, options)
  set = tabulate.counted_set("set:timeliness", set, options)
  local labels = {}
  for _, name in ipairs { "from", "to" } do
    local field = periods.date_field("set:timeliness", core.set_corpus(set), core.set_unit(set), options[name])
    if field.unit ~= "review" and field.unit ~= core.set_unit(set) then
      local owners = number.plural(field.unit)
      check.fail("set:timeliness", "'%s' belongs to %s, of which a %s can have several; ask of corpus.%s",
        options[name], owners, core.set_unit(set), owners)
    end
    labels[name] = field.label
  end
  local dim, decided = dimension(set, options)
  local note, counted = nil, set
  if options.missing == "drop" then
    note, counted = only_decided(set, decided, dim), decided
    dim.sets = { dim.sets[1], dim.sets[2] }
  end
  local spec = { percent = "col", show = options.show, missing = "show", order = "codebook", digits = options.digits }
  local self = tabulate.build("set:timeliness", counted, { dim, options.cols }, spec)
  local title = ("%s within %s of %s"):format(labels.to, options.within[3], labels.from:lower())
  table.insert(self.notes, 1, note)
  self.selection = around.selection(set)
  if options.within[2] == "working days" then
    local first, last = core.working_days_known()
    table.insert(self.notes, ("Working days: Monday to Friday without the bank holidays of England and Wales, known "
      .. "from %s to %s; the day of the first date does not count."):format(first, last))
  end
  return self, title
end

return M
