--- set:similar(id): the reviews of a set whose themes are most like those of one review.
--
-- How alike two reviews are is Jaccard's coefficient of their themes, each with every theme above it, as every table
-- counts them; so reviews with two kinds of one theme have that theme in common.  The themes shared are named by the
-- most specific of them.  Found in C (query/similar.h): nothing here is done for each review.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local result = require "heddle.result"
local together = require "heddle.together"

local M = {}

local function labels_of(self, indexes)
  local labels = {}
  for i, index in ipairs(indexes) do labels[i] = self.themes[index].label end
  return table.concat(labels, "; ")
end

local function frame_of(self)
  local rows = {}
  for r, found in ipairs(self.found) do
    rows[r] = { label = found.id, key = found.id, kind = "value",
      values = { { found.both, self.n + found.n - found.both }, found.both, found.n, labels_of(self, found.shared) } }
  end
  local notes = table.move(self.notes, 1, #self.notes, 1, {})
  if self.reason then
    notes[#notes + 1] = "Nothing to compare: " .. self.reason .. "."
  else
    notes[#notes + 1] = ("%s has %d %s, those above them included. Jaccard: themes of both, of those of either.")
      :format(self.id, self.n, self.n == 1 and "theme" or "themes")
    local more, none = self.sharing - #self.found, self.base - self.sharing
    notes[#notes + 1] = more > 0 and ("Not shown: %s %s less alike."):format(number.units(more, "review"),
      more == 1 and "that is" or "that are") or nil
    notes[#notes + 1] = none > 0 and ("Not shown: %s that %s no theme with it."):format(number.units(none, "review"),
      none == 1 and "shares" or "share") or nil
  end
  return together.frame(self, { title = "Reviews most like " .. self.id .. " by themes", stub = "Review",
    columns = { { label = "Jaccard", key = "jaccard", value = "fraction", digits = 3 },
      { label = "Shared", key = "shared", value = "count" }, { label = "Themes", key = "themes", value = "count" },
      { label = "Themes shared, the most specific", key = "names", value = "text" } },
    rows = rows, notes = notes })
end

-- ---- what scripts ask ----

local Similar = {}

-- What was found of the review ID.
local function find(self, call, id)
  local ids = {}
  for i, found in ipairs(self.found) do
    if found.id == id then return found end
    ids[i] = found.id
  end
  check.fail(call, "%s is not among the reviews listed%s", check.show(id), check.suggest(id, ids))
end

function Similar.list(self)
  local list = {}
  for i, found in ipairs(self.found) do
    local codes = {}
    for k, index in ipairs(found.shared) do codes[k] = self.codes[index] end
    list[i] = { id = found.id, jaccard = found.both / (self.n + found.n - found.both), both = found.both,
      themes = found.n, shared = codes }
  end
  return list, self.reason
end

function Similar.n(self, id)
  if id == nil then return #self.found end
  return find(self, "table:n", id).both
end

function Similar.base(self)
  return self.base
end

-- The review ID; without it all that are listed.
function Similar.set(self, id)
  local set = self.set & ~self.set
  for _, found in ipairs(id == nil and self.found or { find(self, "table:set", id) }) do
    set = set | core.row_set(core.row(self.set, found.index))
  end
  return set
end

-- One review, found or compared with, as a set.
local function one(self, index)
  return core.row_set(core.row(self.set, index))
end

-- The findings with the shared themes, of the review ID and of the one compared with.
function Similar.evidence(self, id)
  local found = find(self, "table:evidence", id)
  return together.evidence(self, one(self, found.index) | one(self, self.index), found.shared)
end

-- What is behind a cell of the frame: behind the themes shared both reviews, with the findings that have them.
local function behind(self, r, c)
  local found = self.found[r]
  if c ~= 2 and c ~= 4 or #found.shared == 0 then return nil end
  local both = one(self, found.index) | one(self, self.index)
  return both, together.findings(self, both, found.shared)
end

local make = result.kind {
  name = "similarity table", behind = behind, methods = Similar, frame = frame_of,
  explain = function(self)
    return together.explain(self, "Reviews most like " .. self.id .. " by themes",
      { "compared by Jaccard's coefficient of their themes, those above them included" })
  end,
}

-- Why nothing can be compared with a review; nil when it can.
local function reason_of(self, set, index)
  local own = core.row_set(core.row(set, index))
  if #core.set_coded(own) == 0 then return self.id .. " is not yet coded" end
  if self.n == 0 then return self.id .. " has no theme" .. (self.narrowed and " of those asked for" or "") end
end

--- The reviews of SET most like the one called ID; OPTIONS as check.options gives them.
function M.of(set, id, options)
  local call = "set:similar"
  if core.set_unit(set) ~= "review" then
    check.fail(call, "it compares reviews; call it on a set of reviews (set:reviews())")
  end
  if math.type(id) == "integer" then id = tostring(id) end
  if type(id) ~= "string" then check.fail(call, "got %s; it takes the id of a review", check.show(id)) end
  local index, nearest = core.set_find(set, id)
  if not index then
    check.fail(call, "no review '%s'%s", id:sub(1, 80), check.did_you_mean(nearest))
  end
  local others = set - core.row_set(core.row(set, index))
  local self = together.open(call, others, options, false)
  self.id, self.index, self.narrowed = id, index, options.depth or options.under
  self.selection, self.base_words = around.selection(set), self.base_words:gsub("^(base: %S+)", "%1 other")
  self.found, self.n, self.sharing = core.similar(self.set, index, self.codes, options.top)
  for _, found in ipairs(self.found) do found.id = core.row(set, found.index).id end
  self.reason = reason_of(self, set, index)
  return make(self)
end

return M
