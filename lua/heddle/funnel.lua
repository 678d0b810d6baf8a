--- heddle.funnel{}: how many of those that came in went on to each later step, such as from a notification to a rapid
-- review to an LCSPR.
--
-- A step is a set, which is counted; a number; or a figure of corpus.figures, a count that a document prints.  Whoever
-- is in a step is in the one before it: a step that is larger, or has units that the last set does not have, is an
-- error, since no percentage could be read of it.

local check = require "heddle.check"
local core = require "heddle.core"
local evidence = require "heddle.evidence"
local number = require "heddle.number"
local result = require "heddle.result"
local state = require "heddle.state"

local M = {}

local call = "heddle.funnel"
local MAX_STEPS = 20

-- ---- steps ----

local function is_set(value)
  return type(value) == "userdata" and pcall(core.set_unit, value)
end

-- A count as a script or a record gives it; nil for anything else.
local function count_of(value)
  return math.type(value) == "integer" and value >= 0 and value <= 1 << 53 and value or nil
end

-- A text of a figure record, nil where there is none.
local function text_of(record, key)
  local value = rawget(record, key)
  return type(value) == "string" and value ~= "" and value or nil
end

-- The step that a figure record makes: { n=, printed = { source=, at=, label=, of=, percent= } }.
local function of_record(at, record)
  local n = count_of(rawget(record, "n"))
  if not n then check.fail(call, "step %d is a record without a count 'n', as those of corpus.figures have", at) end
  local percent = rawget(record, "percent")
  return { n = n, printed = { source = text_of(record, "source"), label = text_of(record, "label"),
    at = text_of(record, "at"),
    of = count_of(rawget(record, "of")), percent = type(percent) == "number" and percent or nil } }
end

-- Step number AT as the script wrote it: { "Label", set, number or record }, or a record, which has a label.
local function read_step(at, given)
  local label, value
  if type(given) == "table" then label, value = rawget(given, 1), rawget(given, 2) end
  if label == nil and type(given) == "table" and rawget(given, "n") ~= nil then
    label, value = text_of(given, "label"), given
  end
  if type(label) ~= "string" or label == "" then
    check.fail(call, 'step %d is %s; a step is { "Name", set or number }', at,
      type(given) == "userdata" and "a set without a name" or check.show(given))
  end
  local step
  if is_set(value) then
    step = { n = #value, set = value, unit = core.set_unit(value) }
  elseif count_of(value) then
    step = { n = value }
  elseif type(value) == "table" then
    step = of_record(at, value)
  else
    check.fail(call, "step '%s' is %s; it is a set, a whole number of 0 or more, or a figure of corpus.figures",
      label:sub(1, 80), check.show(value))
  end
  step.label = label
  return step
end

-- A step must lie in the one before it.
local function check_order(steps, at)
  local step, before = steps[at], steps[at - 1]
  local last
  for i = at - 1, 1, -1 do
    last = steps[i].set and steps[i]
    if last then break end
  end
  if step.set and last and step.unit ~= last.unit then
    check.fail(call, "'%s' is a set of %s and '%s' of %s; a funnel counts one unit", step.label:sub(1, 80),
      number.plural(step.unit), last.label:sub(1, 80), number.plural(last.unit))
  end
  if step.n > before.n then
    check.fail(call, "step '%s' has %s, more than the %s of the step before it, '%s'", step.label:sub(1, 80),
      number.thousands(step.n), number.thousands(before.n), before.label:sub(1, 80))
  end
  if not step.set or not last then return end
  local outside = #(step.set - last.set)
  if outside > 0 then
    check.fail(call, "step '%s' has %s that %s not in the step before it, '%s'; later & earlier makes a set of those "
      .. "in both", step.label:sub(1, 80), number.units(outside, step.unit), outside == 1 and "is" or "are",
      last.label:sub(1, 80))
  end
end

local function read_steps(given)
  local steps, taken = {}, {}
  for at = 1, rawlen(given) do
    local step = read_step(at, rawget(given, at))
    if taken[step.label] then check.fail(call, "two steps are called '%s'", step.label:sub(1, 80)) end
    taken[step.label] = true
    steps[at] = step
    if at > 1 then check_order(steps, at) end
  end
  return steps
end

-- ---- words ----

-- The title of a source; its id where the store has none, or there is no store.
local function source_words(id)
  local ok, corpus = pcall(core.open)
  for _, source in ipairs(ok and core.sources(corpus) or {}) do
    if source.id == id then return source.title and ("%s (%s)"):format(source.title, id) or id end
  end
  return id
end

-- How many decimals a printed percentage has, at most 4.
local function decimals(percent)
  for digits = 0, 4 do
    local scaled = percent * 10 ^ digits
    if math.abs(scaled - math.floor(scaled + 0.5)) < 1e-7 then return digits end
  end
  return 4
end

-- What has to be said of a step that is a printed figure: a list of sentences.
local function printed_notes(steps, at)
  local step, list = steps[at], {}
  local p = step.printed
  list[1] = ("%s: a printed figure, not counted here%s%s."):format(step.label,
    p.label and p.label ~= step.label and (" ('%s')"):format(p.label) or "",
    p.source and "; source: " .. source_words(p.source) .. (p.at and ", " .. p.at or "") or "")
  if p.of and p.of > 0 and p.percent then
    local digits = decimals(p.percent)
    local right = number.percent(step.n, p.of, digits)
    if right ~= p.percent then
      list[2] = ("%s: the source prints %s%%; %s of %s is %s%%."):format(step.label,
        ("%." .. digits .. "f"):format(p.percent), number.thousands(step.n), number.thousands(p.of),
        number.percent_text(step.n, p.of, digits))
    end
  end
  if p.of and at > 1 and p.of ~= steps[1].n and p.of ~= steps[at - 1].n then
    list[#list + 1] = ("%s: the source prints it of %s, which is neither the first step nor the one before."):format(
      step.label, number.thousands(p.of))
  end
  return list
end

local function notes_of(self)
  local notes, plain = {}, {}
  for at, step in ipairs(self.steps) do
    if step.printed then
      local list = printed_notes(self.steps, at)
      table.move(list, 1, #list, #notes + 1, notes)
    elseif not step.set then
      plain[#plain + 1] = step.label
    end
  end
  if #plain > 0 then
    notes[#notes + 1] = ("Given as numbers, not counted here: %s."):format(table.concat(plain, ", "))
  end
  return notes
end

-- ---- the frame ----

local function frame_of(self)
  local columns = {
    { label = self.unit and self.unit_words or "n", key = "n", value = "count" },
    { label = "% of the first", key = "first", value = "percent", digits = self.digits },
    { label = "% of the step before", key = "before", value = "percent", digits = self.digits },
  }
  local rows, first = {}, self.steps[1]
  for at, step in ipairs(self.steps) do
    local before = self.steps[at - 1]
    local row = { label = step.label, key = step.label, kind = "value", values = { step.n }, reasons = {}, states = {} }
    for c, base in next, { [2] = first, [3] = before or nil } do
      if base.n > 0 then
        row.values[c] = { step.n, base.n }
        row.states[c] = state.of_percent(step.n, base.n, self.digits)
      else
        row.reasons[c], row.states[c] = "the base is 0", "not applicable"
      end
    end
    if not before then row.reasons[3], row.states[3] = "it is the first step", "not applicable" end
    rows[at] = row
  end
  local words = self.unit and number.units(first.n, self.unit) or number.thousands(first.n)
  return { title = self.title, measure = "n, % of the first step, % of the step before",
    base = ("base: %s, the first step"):format(words), stub = "Step", digits = self.digits, columns = columns,
    rows = rows, notes = notes_of(self) }
end

local function explain(self)
  local lines = { self.title }
  for at, step in ipairs(self.steps) do
    local from = step.set and "counted: " .. core.set_words(step.set) or step.printed and "a printed figure" or "given"
    lines[#lines + 1] = ("%d. %s: %s (%s)"):format(at, step.label, number.thousands(step.n), from)
  end
  lines[#lines + 1] = "each step is part of the one before it"
  return table.concat(lines, "\n")
end

-- ---- what scripts ask ----

local Funnel = {}

-- The place of the step called NAME.
local function find(self, name, method)
  if type(name) ~= "string" then
    check.fail("table:" .. method, "got %s; a step is named by its text", check.show(name))
  end
  local labels = {}
  for at, step in ipairs(self.steps) do
    if step.label == name then return at end
    labels[at] = step.label
  end
  for at, step in ipairs(self.steps) do
    if core.fold(step.label) == core.fold(name) then return at end
  end
  check.fail("table:" .. method, "no step '%s'%s", name:sub(1, 80), check.suggest(name, labels))
end

-- The step that percentages of step AT are of: the first, or with OF "before" the one before, nil where there is none.
local function base_of(self, at, of, method)
  if of == nil or of == "first" then return self.steps[1] end
  if of == "before" then return self.steps[at - 1] end
  check.fail("table:" .. method, "got %s; a percentage is of 'first' or of 'before'%s", check.show(of),
    type(of) == "string" and check.suggest(of, { "first", "before" }) or "")
end

function Funnel.n(self, name)
  return self.steps[find(self, name, "n")].n
end

function Funnel.base(self, name)
  if name == nil or name == "first" then return self.steps[1].n end
  local before = self.steps[find(self, name, "base") - 1]
  return (before or self.steps[1]).n
end

function Funnel.percent(self, name, of)
  local at = find(self, name, "percent")
  local base = base_of(self, at, of, "percent")
  return base and number.percent(self.steps[at].n, base.n, self.digits)
end

local NO_SET = "'%s' is a given number, not a set"

function Funnel.set(self, name)
  local step = self.steps[find(self, name, "set")]
  if not step.set then return nil, NO_SET:format(step.label) end
  return step.set
end

function Funnel.evidence(self, name)
  local step = self.steps[find(self, name, "evidence")]
  if not step.set then return nil, NO_SET:format(step.label) end
  return evidence.of(core.set_to(step.set, "finding"))
end

function Funnel.cell(self, name, of)
  local at = find(self, name, "cell")
  local step, base = self.steps[at], base_of(self, at, of, "cell")
  local percent = base and number.percent(step.n, base.n, self.digits)
  return { label = step.label, n = step.n, N = base and base.n, percent = percent,
    state = percent and state.of_percent(step.n, base.n, self.digits) or "not applicable",
    set = step.set,
    evidence = step.set and evidence.of(core.set_to(step.set, "finding")) }
end

-- What is behind a cell of the frame: the units of a step that is a set.
local function behind(self, r)
  local set = self.steps[r].set
  return set, set and core.set_to(set, "finding")
end

local make = result.kind { name = "funnel", frame = frame_of, explain = explain, methods = Funnel, behind = behind }

-- ---- the call ----

--- heddle.funnel{ { "Name", set, number or figure }, ..., title=, digits= }.
function M.of(given)
  if type(given) ~= "table" then
    check.fail(call, 'got %s; it takes steps in a table: funnel{ { "Notifications", 30 }, { "Reviews", set } }',
      check.show(given))
  end
  local n, by_name = rawlen(given), {}
  for key, value in next, given do
    if math.type(key) ~= "integer" or key < 1 or key > n then by_name[key] = value end
  end
  local options = check.options(call, by_name)
  if n < 2 then check.fail(call, "got %d %s; a funnel needs two", n, n == 1 and "step" or "steps") end
  if n > MAX_STEPS then check.fail(call, "got %d steps; a funnel has at most %d", n, MAX_STEPS) end
  local steps = read_steps(given)
  local unit
  for _, step in ipairs(steps) do unit = unit or step.unit end
  local words = unit and number.plural(unit)
  return make { steps = steps, unit = unit, digits = options.digits,
    unit_words = words and words:sub(1, 1):upper() .. words:sub(2),
    title = options.title or ("%s to %s"):format(steps[1].label, steps[#steps].label) }
end

return M
