--- Age, sex and outcome read from the passages and findings of each review, as suggestions: only where the review
-- has at most one child and the value is not recorded.  Nothing here is counted; importing a record confirms it.
--
-- attributes(c) -> list, by review, of { record = { kind, fields }, suggestion = { { field, score, by, evidence }
-- ... } }, one for each decision: an age with its weeks, a sex, an outcome.  Evidence names a place and the few words
-- read there.

local core = require "heddle.core"
local prose = require "heddle.suggest.prose"
local settle = require "heddle.suggest.prose.settle"
local words = require "heddle.suggest.prose.words"

local M = {}

local skipped = { action = true, ["good practice"] = true } -- what should be done, not what was
local weight = { finding = 0.85 }

-- What values of a field may be called that mean the same.
local synonyms = {
  male = { "male", "m", "boy", "boys", "males" },
  female = { "female", "f", "girl", "girls", "females" },
  death = { "death", "died", "dead", "fatal", "fatality", "deceased", "child death", "child died" },
  harm = {
    "serious harm", "harm", "seriously harmed", "serious injury", "injury", "injured", "non fatal", "harmed",
    "survived",
  },
}

-- Of the words of an outcome's value: does it mean a death, or harm?
local telling = {
  death = { death = true, died = true, dead = true, fatal = true, fatality = true, deceased = true },
  harm = {
    harm = true, harmed = true, injury = true, injured = true, injuries = true, survived = true, nonfatal = true,
  },
}

-- The rows of a unit by the id of their review.
local function by_review(c, unit)
  local set, of = core.all(c, unit), {}
  local i = core.set_next(set, 0)
  while i do
    local row = core.row(set, i)
    local list = of[row.review]
    if not list then
      list = {}
      of[row.review] = list
    end
    list[#list + 1] = row
    i = core.set_next(set, i)
  end
  return of
end

local function passages_by_review(c)
  local of = {}
  for _, passage in ipairs(core.passages(c)) do
    if not skipped[passage.role or ""] then
      of[passage.review] = of[passage.review] or {}
      table.insert(of[passage.review], passage)
    end
  end
  return of
end

local function meanings(value)
  local found, folded = {}, core.fold(value)
  folded = folded:gsub("non fatal", "nonfatal"):gsub("near fatal", "nonfatal")
  for word in folded:gmatch("%S+") do
    for meaning, tells in next, telling do
      if tells[word] then found[meaning] = true end
    end
  end
  return found
end

-- The value of the field that means this, or nil: none does, or several.
local function into_value(field, meaning)
  if not field then return nil end
  for _, name in ipairs(synonyms[meaning]) do
    for _, value in ipairs(field.values) do
      if core.fold(value) == name then return value end
    end
  end
  local only
  for _, value in ipairs(field.values) do
    local found = meanings(value)
    if found[meaning] and not (found.death and found.harm) then
      if only then return nil end
      only = value
    end
  end
  for _, name in ipairs(only and {} or synonyms[meaning]) do
    only = only or #name > 3 and core.nearest(name, field.values) or nil
  end
  return only
end

-- "line 64"; with the source before it where a review was read from several.
local function place_of(source, at, several, otherwise)
  local place = at or otherwise
  return several and source and source .. ", " .. place or place
end

local function several_sources(passages, findings)
  local first
  local function differs(source)
    first = first or source
    return source ~= nil and source ~= first
  end
  for _, p in ipairs(passages) do
    if differs(p.source) then return true end
  end
  for _, f in ipairs(findings) do
    if differs(f.source) then return true end
  end
  return false
end

local function read(out, text, names, place, part)
  for _, reading in ipairs(prose.read(words.sentences(text, names))) do
    reading.place = place
    reading.score = reading.score * part
    out[#out + 1] = reading
  end
end

-- What the texts of one review say, settled.
local function readings_of(review, child, passages, findings)
  local names = words.names { review.id, child and child.id }
  if not names then return {} end
  local out, several = {}, several_sources(passages, findings)
  for _, p in ipairs(passages) do
    read(out, p.text, names, place_of(p.source, p.at, several, "a passage"), weight[p.role] or 1)
  end
  for _, f in ipairs(findings) do
    if f.text then
      read(out, f.text, names, place_of(f.source, f.passage, several, "finding " .. f.id), weight.finding)
    end
  end
  return settle.settle(out)
end

local function open(row, field)
  return row == nil or core.row_state(row, field) == "not recorded"
end

local function suggestion(field, found)
  return { field = field, score = found.score, by = "prose", evidence = found.evidence }
end

local function child_record(review, child, fields)
  local record = { review = review.id, id = child and child.id or review.id }
  for field, value in next, fields do record[field] = value end
  return { "child", record }
end

local function add_age(out, review, child, found)
  local age, weeks = found.age, found.age_weeks
  if not age then return end
  local recorded = child and child.age
  local fields, told = {}, {}
  if open(child, "age") then
    fields.age = age.value
    told[1] = suggestion("age", age)
  elseif recorded ~= age.value then
    return
  end
  if weeks and open(child, "age_weeks") then
    fields.age_weeks = weeks.value
    told[#told + 1] = suggestion("age_weeks", weeks)
  end
  if #told > 0 then out[#out + 1] = { record = child_record(review, child, fields), suggestion = told } end
end

local function add_review(out, review, child, found, fields)
  add_age(out, review, child, found)
  local sex = found.sex and open(child, "sex") and into_value(fields.sex, found.sex.value)
  if sex then
    out[#out + 1] = { record = child_record(review, child, { sex = sex }),
      suggestion = { suggestion("sex", found.sex) } }
  end
  local outcome = found.outcome and open(review, "outcome") and into_value(fields.outcome, found.outcome.value)
  if outcome then
    local value = fields.outcome.kind == "multi" and { outcome } or outcome
    out[#out + 1] = { record = { "review", { id = review.id, outcome = value } },
      suggestion = { suggestion("outcome", found.outcome) } }
  end
end

-- The fields that values are looked for in; a field of numbers or dates has none.
local function fields_of(c)
  local of = {}
  for _, field in ipairs(core.fields(c)) do
    if field.unit == "child" and field.key == "sex" or field.unit == "review" and field.key == "outcome" then
      of[field.key] = field
    end
  end
  return of
end

function M.attributes(c)
  local passages, findings, children = passages_by_review(c), by_review(c, "finding"), by_review(c, "child")
  local fields, out = fields_of(c), {}
  local set = core.all(c, "review")
  local i = core.set_next(set, 0)
  while i do
    local review = core.row(set, i)
    local of = children[review.id] or {}
    if #of <= 1 then
      local found = readings_of(review, of[1], passages[review.id] or {}, findings[review.id] or {})
      add_review(out, review, of[1], found, fields)
    end
    i = core.set_next(set, i)
  end
  return out
end

return M
