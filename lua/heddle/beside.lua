--- Published counts of other places (comparators) beside a table of one dimension: columns of their own, and notes that
-- say where they differ.  Nothing of them is counted: they are looked up by value and printed.

local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"

local M = {}

-- "notification" -> "notifications", "inquiry" -> "inquiries".
local function plural(unit)
  if number.plural(unit) then return number.plural(unit) end
  if unit:find("[^aeiou]y$") then return unit:sub(1, -2) .. "ies" end
  return unit .. "s"
end

local function capital(text)
  return (text:gsub("^%l", string.upper))
end

-- The comparator with this id.
local function find(call, comparators, id)
  local ids = {}
  for i, comparator in ipairs(comparators) do
    if comparator.id == id then return comparator end
    ids[i] = comparator.id
  end
  check.fail(call, "unknown comparator '%s'%s", id:sub(1, 80),
    #ids == 0 and "; this store has none (see data/comparators)" or check.suggest(id, ids))
end

--- The comparators that the option `beside` names, for a tabulation; errors at the script's line.
function M.of(call, self, ids)
  if self.cubes then check.fail(call, "option 'beside' stands beside a table of one dimension") end
  local known, list, seen = core.comparators(core.open()), {}, {}
  local name = self.dims[1].name:match("[^.]+$")
  for i, id in ipairs(ids) do
    local comparator = find(call, known, id)
    if seen[id] then check.fail(call, "option 'beside' names '%s' twice", id) end
    if comparator.field ~= name then
      check.fail(call, "comparator '%s' counts values of '%s', this table those of '%s'", id, comparator.field, name)
    end
    list[i], seen[id] = comparator, true
  end
  return list
end

-- The count of each row that is a value of the comparator, and the values that no row is.
local function match(comparator, rows)
  local place, folded = {}, {}
  for i, row in ipairs(rows) do
    if row.kind == "value" then
      place[row.key] = i
      place[row.label] = place[row.label] or i
      local key = core.fold(row.label)
      folded[key] = folded[key] == nil and i
    end
  end
  local counts, without = {}, {}
  for k, value in ipairs(comparator.values) do
    local i = place[value] or folded[core.fold(value)]
    if i and not counts[i] then
      counts[i] = comparator.counts[k]
    else
      without[#without + 1] = ("%s %s"):format(value, number.thousands(comparator.counts[k]))
    end
  end
  return counts, without
end

-- The columns of one comparator into the frame; the count of each row, and the values it has no row for.
local function add_columns(frame, self, comparator)
  local counts, without = match(comparator, frame.rows)
  local units, total = plural(comparator.unit), comparator.total
  local over = { comparator.place, ("%s to %s"):format(comparator.from, comparator.to) }
  local function add(label, key, kind, value_of)
    local c = #frame.columns + 1
    frame.columns[c] = { label = label, key = key, over = over, value = kind, digits = self.digits }
    for i, row in ipairs(frame.rows) do
      row.values = row.values or {}
      local n = counts[i]
      if row.kind == "base" then n = total end
      row.values[c] = n and value_of(n, row)
    end
  end
  if check.holds(self.show, "n") or check.holds(self.show, "n/N") or not check.holds(self.show, "percent") then
    add(capital(units), comparator.id, "count", function(n) return n end)
  end
  if check.holds(self.show, "percent") then
    add("% of " .. units, comparator.id .. " %", "percent", function(n, row)
      if total and total > 0 then return { row.kind == "base" and total or n, total } end
    end)
  end
  return counts, without
end

-- The date fields that the words of a selection name.
local function dates_in(words)
  local list = {}
  for _, field in ipairs(core.fields(core.open())) do
    if field.kind == "date" and words and words:find("%f[%w_]" .. field.key .. "%f[^%w_]") then
      list[#list + 1] = field.key
    end
  end
  return list
end

-- By which date a case is in the period, there and here.
local function date_words(comparator, self)
  local basis, here = comparator.date_basis, dates_in(self.selection)
  local there = basis and ("by the date '%s'"):format(basis) or "by a date that is not stated"
  if #here == 0 then return there .. "; this table is not selected by a date" end
  if #here == 1 and here[1] == basis then return there .. ", as this table is selected" end
  return ("%s; this table is selected by '%s'"):format(there, table.concat(here, "', '"))
end

local function period_words(comparator)
  local coverage = core.coverage(core.open())
  if not coverage then return "what this store covers is not stated" end
  local same = coverage.from == comparator.from and coverage.to == comparator.to
  if same then return "this store covers the same period" end
  return ("this store covers %s to %s"):format(coverage.from, coverage.to)
end

local function source_words(comparator)
  for _, source in ipairs(core.sources(core.open())) do
    if source.id == comparator.source and source.title then return source.title end
  end
  return comparator.title or comparator.source or "source not stated"
end

-- What has to be known to read one comparator beside the table.
local function notes_of(comparator, self, frame, counts, without)
  local place = ("%s, %s to %s"):format(comparator.place, comparator.from, comparator.to)
  local notes, here = { ("%s: %s."):format(place, source_words(comparator)) }, number.plural(self.unit)
  local units = comparator.unit == self.unit and ("counts %s, as this table does"):format(here)
    or ("counts %s, this table %s"):format(plural(comparator.unit), here)
  notes[2] = ("It %s; %s; %s."):format(units, date_words(comparator, self), period_words(comparator))
  if not comparator.total then notes[#notes + 1] = "Its total is not stated, so it has no percentages." end
  local missing = {}
  for i, row in ipairs(frame.rows) do
    if row.kind == "value" and not counts[i] and comparator.total then
      missing[#missing + 1] = row.label
    end
  end
  if #without > 0 then
    notes[#notes + 1] = ("It has values that are none of this table: %s."):format(table.concat(without, ", "))
  end
  if #missing > 0 then
    notes[#notes + 1] = ("It has no count of: %s."):format(table.concat(missing, ", "))
  end
  if comparator.definition then notes[#notes + 1] = "Its definition: " .. comparator.definition end
  return notes
end

-- Units of this table without a value, who are in its base; nil if there are none.
local function missing_note(self, frame)
  local parts = {}
  for _, row in ipairs(frame.rows) do
    if row.kind == "missing" and row.n[1] > 0 then
      parts[#parts + 1] = ("%s %s"):format(row.label, number.thousands(row.n[1]))
    end
  end
  if #parts == 0 then return nil end
  return ("This table's base includes %s without a value (%s)."):format(number.plural(self.unit),
    table.concat(parts, ", "))
end

--- Add the comparators of a tabulation to its frame, which is given back.
function M.add(frame, self)
  frame.notes = table.move(frame.notes, 1, #frame.notes, 1, {})
  for _, comparator in ipairs(self.beside) do
    local counts, without = add_columns(frame, self, comparator)
    local notes = notes_of(comparator, self, frame, counts, without)
    table.move(notes, 1, #notes, #frame.notes + 1, frame.notes)
  end
  frame.notes[#frame.notes + 1] = missing_note(self, frame)
  frame.notes[#frame.notes + 1] = "Published counts stand beside the table; nothing of them is in its counts and bases."
  return frame
end

return M
