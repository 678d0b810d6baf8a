--- A small random corpus as plain records, all of it made from a seed, and the import document it is.
--
--   { fields = { { of=, key=, kind=, label=, values = declared }, ... }, bands = { { name=, field=, bounds= } },
--     themes = { { code=, label=, aliases=, parent = theme, status=, into = theme }, ... } in order of declaration,
--     reviews = { { id=, coded = true|false|nil, values = { KEY = { state= [, v=] } }, children = { { id=, values= } },
--                   findings = { { id=, text=, values=, labels = { { written=, theme = theme or nil } } } } } },
--     frames = { { name=, version=, label=, themes = { { code=, label=, from = { theme, ... } } } } },
--     comparators = { { id=, field=, place=, unit=, values=, counts=, total= } },
--     coverage = { from=, to= } or nil }
--
-- A value that is not there is not recorded. What a label means is known because the label was made from it.

local random = require "random"

local M = {}

M.plural = { review = "reviews", child = "children", finding = "findings" }
M.units = { "review", "child", "finding" }

-- Of each field the values it may have: those declared are a random part of them in a random order.
local POOLS = {
  { "review", "scope", "category", { "local", "national" }, builtin = true },
  { "review", "kind", "category", { "rapid-review", "lcspr", "part" } },
  { "review", "area", "category", { "North", "South", "East", "St Ann's", "A & B", "north" } },
  { "review", "outcome", "category", { "death", "serious-harm", "other" } },
  { "review", "died", "flag", { true, false } },
  { "review", "grade", "ordinal", { "low", "mid", "high", "odd", "am" } },
  { "review", "factors", "multi", { "b", "a", "c", "Zo\u{eb}" } },
  { "review", "size", "number", { -1, 0, 1, 2, 3, 10, 2.5 } },
  { "review", "title", "text", { "one", "it's", "two" } },
  { "review", "incident", "date", { "2023", "2023-12", "2024-01-01", "2022-08-31", "2022-09-01" } },
  { "review", "notified", "date",
    { "2024", "2024-03", "2024-03-31", "2024-04-01", "2023", "2024-04", "2021-12-31", "2025-09", "2024-08-31" } },
  { "child", "age", "number", { 0, 0.5, 1, 2, 3, 6, 11, 15, 17 } },
  { "child", "sex", "category", { "female", "male", "other" }, builtin = true },
  { "child", "harm", "multi", { "x", "y", "z" } },
  { "child", "known", "flag", { true, false } },
  { "child", "stage", "ordinal", { "early", "middle", "late" } },
  { "child", "seen", "date", { "2024-01", "2024-12-31", "2025-01-01", "2025", "2020-02-29" } },
  { "finding", "kind", "category", { "practice", "action", "context" } },
  { "finding", "risk", "ordinal", { "low", "mid", "high" } },
  { "finding", "weight", "number", { 1, 2, 4, 8 } },
  { "finding", "agreed", "flag", { true, false } },
  { "finding", "tags", "multi", { "p", "q", "r" } },
  { "finding", "due", "date", { "2025", "2025-01", "2025-01-31", "2025-04-01", "2025-03" } },
}
local BUILTIN = { scope = { "local", "national" }, sex = { "female", "male" } }
local TAKES_VALUES = { category = true, ordinal = true, multi = true }

local function make_fields(w, r)
  w.fields, w.pools = {}, {}
  for _, pool in ipairs(POOLS) do
    local field = { of = pool[1], key = pool[2], kind = pool[3], label = "Its " .. pool[2] .. " of " .. pool[1] }
    if pool.builtin then
      field.values = BUILTIN[field.key]
    elseif TAKES_VALUES[field.kind] then
      local shuffled = r:shuffled(pool[4])
      field.values = table.move(shuffled, 1, r:below(#shuffled + 1), 1, {})
    else
      field.values = {}
    end
    w.fields[#w.fields + 1], w.pools[field] = field, pool[4]
  end
end

function M.field(w, of, key)
  for _, field in ipairs(w.fields) do
    if field.of == of and field.key == key then return field end
  end
end

local function make_bands(w, r)
  w.bands = {
    { name = "age_band", field = M.field(w, "child", "age"), bounds = r:some({ 1, 3, 6, 11, 16 }, 5) },
    { name = "size_band", field = M.field(w, "review", "size"), bounds = r:some({ 0, 1, 2.5, 10 }, 3) },
  }
end

-- ---- themes ----

local function depth_of(theme)
  return theme.parent and depth_of(theme.parent) + 1 or 1
end

-- The theme a merged one counts at in the end.
function M.target(theme)
  return theme.status == "merged" and M.target(theme.into) or theme
end

local LABELS = { "Neglect", "Safe sleep", "Child's voice", "Over-reliance", "Drugs & alcohol", "Hidden adults",
  "Trauma", "Curiosity", "Planning", "Elective education" }

local function make_themes(w, r)
  local made = {}
  for i = 1, r:between(1, 9) do
    local t = { code = ("t%d"):format(i), label = LABELS[i], aliases = {}, status = "active" }
    if r:chance(40) then t.aliases[1] = ("Also %d"):format(i) end
    if r:chance(15) then t.aliases[#t.aliases + 1] = ("Other-name %d"):format(i) end
    local what = r:below(100)
    if what < 12 then t.status = "retired" end
    local above, into = {}, {}
    for _, other in ipairs(made) do
      if other.status ~= "candidate" then
        into[#into + 1] = other
        if depth_of(other) < 3 then above[#above + 1] = other end
      end
    end
    if what >= 12 and what < 20 then t.status = "candidate" end
    if what >= 20 and what < 30 and #into > 0 then t.status, t.into = "merged", r:pick(into) end
    if #above > 0 and r:chance(60) then t.parent = r:pick(above) end
    made[i] = t
  end
  w.themes = r:shuffled(made)
end

-- Two versions of a mapping to another frame's themes; some come from none. It has no name with a candidate.
local function make_frames(w, r)
  w.frames, w.comparators = {}, {}
  local named = {}
  for _, theme in ipairs(w.themes) do
    if M.target(theme).status ~= "candidate" then named[#named + 1] = theme end
  end
  for v = 1, 2 do
    local frame = { name = "frame@" .. v, version = tostring(v), label = "Their list", themes = {} }
    for i = 1, r:between(1, 4) do
      local from = #named > 0 and r:some(named, 3) or {}
      if r:chance(20) then from = {} end
      frame.themes[i] = { code = ("f%d"):format(i), label = ("Their theme %d"):format(i), from = from }
    end
    w.frames[v] = frame
  end
end

-- Published counts of some values of a field, and of one that it does not have.
local function make_comparators(w, r)
  for i, key in ipairs { "outcome", "sex", "stage" } do
    local values, counts = { "elsewhere" }, { r:below(20) }
    for _, pool in ipairs(POOLS) do
      for _, value in ipairs(pool[2] == key and pool[4] or {}) do
        if r:chance(70) then
          values[#values + 1], counts[#counts + 1] = r:chance(30) and value:upper() or value, r:below(2000)
        end
      end
    end
    w.comparators[i] = { id = "c-" .. key, field = key, place = "Elsewhere", values = values, counts = counts,
      unit = r:pick { "review", "inquiry", "notification" }, total = r:chance(80) and r:between(2000, 5000) or nil }
  end
end

-- One way to write a label: case, and punctuation that makes no difference.
local function written(r, text)
  local how = r:below(6)
  if how == 0 then return text:upper() end
  if how == 1 then return text:lower() end
  if how == 2 then return (text:gsub("-", " ")) end
  if how == 3 then return (text:gsub("&", "and")) end
  return text
end

local function make_label(w, r)
  if r:chance(12) then return { written = r:pick { "no such theme", "another label" } } end
  local theme = r:pick(w.themes)
  local names = { theme.code, theme.label, table.unpack(theme.aliases) }
  local text = r:pick(names)
  if text ~= theme.code then text = written(r, text) end
  local target = M.target(theme)
  return { written = text, theme = target.status ~= "candidate" and target or nil }
end

-- ---- reviews ----

local function make_value(w, r, field)
  local what = r:below(100)
  if what < 10 then return nil end
  if what < 14 then return { state = "not recorded" } end
  if what < 22 then return { state = "unknown" } end
  if what < 28 then return { state = "not applicable" } end
  local pool = w.pools[field]
  if field.kind ~= "multi" then return { state = "value", v = r:pick(pool) } end
  return { state = "value", v = r:chance(20) and {} or r:shuffled(r:some(pool, 3)) }
end

local function make_values(w, r, unit)
  local values = {}
  for _, field in ipairs(w.fields) do
    if field.of == unit then values[field.key] = make_value(w, r, field) end
  end
  return values
end

local function make_review(w, r, id)
  local review = { id = id, values = make_values(w, r, "review"), children = {}, findings = {} }
  local how = r:below(100)
  if how < 75 then review.coded = true elseif how < 85 then review.coded = false end
  for k = 1, r:between(0, 4) do
    review.children[k] = { id = ("%s-%d"):format(id, 9 - k), values = make_values(w, r, "child") }
  end
  for k = 1, r:between(0, 5) do
    local f = { id = ("%s-f%d"):format(id, (k * 3) % 7), text = ("Finding %d of %s"):format(k, id),
      values = make_values(w, r, "finding"), labels = {} }
    for _ = 1, r:below(4) do f.labels[#f.labels + 1] = make_label(w, r) end
    review.findings[k] = f
  end
  return review
end

function M.make(seed)
  local w, r = { seed = seed }, random.new(seed)
  make_fields(w, r)
  make_bands(w, r)
  make_themes(w, r)
  local more = random.new(seed + 500000)
  make_frames(w, more)
  make_comparators(w, more)
  w.reviews = {}
  local n = r:chance(4) and 0 or r:between(1, 14)
  for i = 1, n do
    -- Ids out of order, so that the store has to sort.
    w.reviews[i] = make_review(w, r, ("%s%d"):format(i % 3 == 0 and "r" or "R", (i * 5 + 3) % 17))
  end
  w.coverage = r:chance(70) and { from = r:pick { "2022-04-01", "2023-01-01", "2024-04" },
    to = r:pick { "2024-09-30", "2025-03-31" } } or nil
  return w
end

-- ---- the document ----

local NULL = {}

local function quoted(text)
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local function encode(value)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" then return tostring(value) end
  if value == NULL then return "null" end
  local parts = {}
  if value.object then
    for _, pair in ipairs(value.object) do parts[#parts + 1] = quoted(pair[1]) .. ":" .. encode(pair[2]) end
    return "{" .. table.concat(parts, ",") .. "}"
  end
  for i, item in ipairs(value) do parts[i] = encode(item) end
  return "[" .. table.concat(parts, ",") .. "]"
end

local MISSING = { unknown = "unknown", ["not applicable"] = "not-applicable" }

local function value_json(value)
  if value.state == "value" then return value.v end
  if value.state == "not recorded" then return NULL end
  return { object = { { "missing", MISSING[value.state] } } }
end

-- The pairs of a unit's fields.
local function add_values(w, pairs_, unit, values)
  for _, field in ipairs(w.fields) do
    local value = field.of == unit and values[field.key]
    if value then pairs_[#pairs_ + 1] = { field.key, value_json(value) } end
  end
  return { object = pairs_ }
end

local function review_json(w, review)
  local children, findings = {}, {}
  for i, child in ipairs(review.children) do
    children[i] = add_values(w, { { "id", child.id } }, "child", child.values)
  end
  for i, finding in ipairs(review.findings) do
    local labels = {}
    for k, label in ipairs(finding.labels) do labels[k] = label.written end
    findings[i] = add_values(w, { { "id", finding.id }, { "text", finding.text }, { "themes", labels } }, "finding",
      finding.values)
  end
  local head = { { "id", review.id } }
  if review.coded ~= nil then head[2] = { "coded", review.coded } end
  head[#head + 1] = { "children", children }
  head[#head + 1] = { "findings", findings }
  return add_values(w, head, "review", review.values)
end

local function definitions(w)
  local lines = {}
  local function add(key, pairs_)
    lines[#lines + 1] = encode { object = { { key, { object = pairs_ } } } }
  end
  for _, f in ipairs(w.fields) do
    local pairs_ = { { "key", f.key }, { "of", f.of }, { "kind", f.kind }, { "label", f.label } }
    if #f.values > 0 then pairs_[5] = { "values", f.values } end
    add("field", pairs_)
  end
  for _, b in ipairs(w.bands) do
    add("band", { { "field", b.field.key }, { "name", b.name }, { "bounds", b.bounds } })
  end
  for _, t in ipairs(w.themes) do
    local pairs_ = { { "code", t.code }, { "label", t.label }, { "aliases", t.aliases }, { "status", t.status } }
    if t.parent then pairs_[#pairs_ + 1] = { "parent", t.parent.code } end
    if t.into then pairs_[#pairs_ + 1] = { "into", t.into.code } end
    add("theme", pairs_)
  end
  for _, frame in ipairs(w.frames) do
    local themes = {}
    for i, t in ipairs(frame.themes) do
      local from = {}
      for k, theme in ipairs(t.from) do from[k] = k % 2 == 0 and theme.code or theme.label end
      themes[i] = { object = { { "code", t.code }, { "label", t.label }, { "from", from } } }
    end
    add("crosswalk", { { "frame", "frame" }, { "version", frame.version }, { "label", frame.label },
      { "themes", themes } })
  end
  for _, c in ipairs(w.comparators) do
    local values = {}
    for i, value in ipairs(c.values) do values[i] = { value, c.counts[i] } end
    local pairs_ = { { "id", c.id }, { "place", c.place }, { "from", "2024" }, { "to", "2024" }, { "unit", c.unit },
      { "field", c.field }, { "values", { object = values } } }
    if c.total then pairs_[#pairs_ + 1] = { "total", c.total } end
    add("comparator", pairs_)
  end
  if w.coverage then add("coverage", { { "from", w.coverage.from }, { "to", w.coverage.to } }) end
  return lines
end

--- The world as an import document. `order` 0 is as made; any other number is the seed of another order of the records
-- and of the children and findings in them, which means the same.
function M.document(w, order)
  local reviews, lines = {}, definitions(w)
  local r = random.new(order or 0)
  for i, review in ipairs(w.reviews) do
    local copy = review
    if (order or 0) ~= 0 then
      copy = { id = review.id, coded = review.coded, values = review.values, children = r:shuffled(review.children),
        findings = r:shuffled(review.findings) }
    end
    reviews[i] = encode { object = { { "review", review_json(w, copy) } } }
  end
  if (order or 0) ~= 0 then reviews = r:shuffled(reviews) end
  local first, second = lines, reviews
  if w.seed % 2 == 1 then first, second = reviews, lines end
  local all = table.move(second, 1, #second, #first + 1, table.move(first, 1, #first, 1, {}))
  return table.concat(all, "\n") .. "\n"
end

return M
