--- Tables: views of a cube.  `themes`, `count` and `crosstab` make a table object, which gives
-- cells by name and turns itself into a frame, the pure data that renderers print:
--
--   { title=, measure=, base=, selection=, stub=, themes=boolean, two_way=boolean, full_base=boolean,
--     columns = { { label=, key=, measures = { "n", "percent" } }, ... },
--     rows = { { label=, key=, depth=, kind="value"|"missing"|"special"|"base"|"mentions",
--                cells = { { n=, N=, percent=text, blank=boolean }, ... } }, ... },
--     notes = { "...", ... } }

local check = require "heddle.check"
local core = require "heddle.core"
local host = require "heddle.host"
local number = require "heddle.number"
local sets = require "heddle.set"

local M = {}

local ALL = 0

-- Groups of a dimension as rows or columns: those with cases, and every theme, band and declared value.
local function visible(cube, dim, n_dims)
  local list = {}
  for index, group in ipairs(core.cube_groups(cube, dim)) do
    local at = {}
    for d = 1, n_dims do at[d] = d == dim and index or ALL end
    group.index, group.total = index, core.cube_count(cube, table.unpack(at))
    if group.declared or group.total > 0 then list[#list + 1] = group end
    if group.status == "retired" then group.label = group.label .. " (retired)" end
  end
  return list
end

-- Value rows in the order asked for; missing and special ones keep their place at the end.
local function sort_rows(rows, order)
  if order == "codebook" then return end
  local rank = {}
  for i, row in ipairs(rows) do
    rank[row] = i
    row.depth = nil
  end
  local folded = {}
  table.sort(rows, function(a, b)
    local av, bv = a.kind == "value", b.kind == "value"
    if av ~= bv then return av end
    if av and order == "count" and a.total ~= b.total then return a.total > b.total end
    if av and order == "label" then
      folded[a] = folded[a] or core.fold(a.label)
      folded[b] = folded[b] or core.fold(b.label)
      if folded[a] ~= folded[b] then return folded[a] < folded[b] end
    end
    return rank[a] < rank[b]
  end)
end

local function has(list, value)
  for _, v in ipairs(list) do
    if v == value then return true end
  end
  return false
end

-- "No 1, Yes 2": how units that are left out are spread over a dimension.
local function spread(set, dim)
  local cube = core.cube(set, { dims = { dim }, base = "all" })
  local parts = {}
  for index, group in ipairs(core.cube_groups(cube, 1)) do
    local n = core.cube_count(cube, index)
    if n > 0 then parts[#parts + 1] = ("%s %d"):format(group.label, n) end
  end
  return table.concat(parts, ", ")
end

local Table = {}

-- The cell of a pair of names: group numbers for the cube.
local function find(self, call, dim, name)
  if name == nil then return ALL end
  local kind = type(name)
  if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
    check.fail(call, "got %s; rows and columns are named by code, label or value", check.show(name))
  end
  if math.type(name) == "float" and math.tointeger(name) then name = math.tointeger(name) end
  local text = tostring(name)
  local index, nearest = core.cube_find(self.cube, dim, text)
  if not index then
    check.fail(call, "no %s '%s'%s", dim == 1 and "row" or "column", text:sub(1, 80),
      nearest and (" (did you mean '%s'?)"):format(nearest) or "")
  end
  return index
end

-- Group numbers of (row, col), checked; one-way tables have no column.
local function locate(self, call, row, col)
  if type(self) ~= "table" or not rawget(self, "cube") then
    check.fail(call, "call it with a colon: t:%s(...)", call:match("[^:]+$"))
  end
  local r = find(self, call, 1, row)
  if self.two_way then return r, find(self, call, 2, col) end
  if col ~= nil and col ~= "All" then check.fail(call, "this table has one dimension; it takes a row only") end
  return r
end

local function count(self, r, c)
  if self.two_way then return core.cube_count(self.cube, r, c) end
  return core.cube_count(self.cube, r)
end

-- What the percentage of a cell is of.
local function base_of(self, r, c)
  if self.percent_of == "row" then return count(self, r, ALL) end
  if self.percent_of == "table" then return count(self, ALL, ALL) end
  return count(self, ALL, c)
end

function Table.n(self, row, col)
  return count(self, locate(self, "table:n", row, col))
end

function Table.percent(self, row, col)
  local r, c = locate(self, "table:percent", row, col)
  return number.percent(count(self, r, c), base_of(self, r, c), self.digits)
end

function Table.base(self, col)
  if self.two_way then
    local _, c = locate(self, "table:base", nil, col)
    return count(self, ALL, c)
  end
  locate(self, "table:base", nil, col)
  return count(self, ALL)
end

function Table.set(self, row, col)
  return core.cube_members(self.cube, locate(self, "table:set", row, col))
end

-- The findings behind a cell: those of its units that are themselves in the row and column.
local function findings_of(self, r, c)
  local members = core.set_to(core.cube_members(self.cube, r, c), "finding")
  local base = self.base_option
  local cube = core.cube(members, { dims = self.dims, base = base and base ~= "mentions" and base or nil })
  return core.cube_members(cube, r, c)
end

function Table.evidence(self, row, col)
  local r, c = locate(self, "table:evidence", row, col)
  local list, reviews = {}, {}
  for f in sets.methods.each(findings_of(self, r, c)) do
    list[#list + 1] = { kind = "finding", review = f.review, finding = f.id, text = f.text, source = f.source,
      at = f.passage }
  end
  if self.has_theme then return list end
  local members = core.set_to(core.cube_members(self.cube, r, c), "review")
  for review in sets.methods.each(members) do reviews[review.id] = true end
  for _, p in ipairs(core.passages(core.set_corpus(members))) do
    if p.review and reviews[p.review] then
      list[#list + 1] = { kind = "passage", review = p.review, text = p.text, source = p.source, at = p.at }
    end
  end
  return list
end

function Table.cell(self, row, col)
  local r, c = locate(self, "table:cell", row, col)
  local n, base = count(self, r, c), base_of(self, r, c)
  return {
    n = n,
    N = base,
    percent = number.percent(n, base, self.digits),
    state = "shown",
    set = core.cube_members(self.cube, r, c),
    evidence = Table.evidence(self, row, col),
  }
end

local renderers = { text = true, markdown = true, csv = true, json = true }
local formats = { txt = "text", md = "markdown", csv = "csv", json = "json" }

function Table.render(self, format)
  format = format == nil and "text" or format
  locate(self, "table:render")
  if not renderers[format] then
    check.fail("table:render", "unknown format %s; it can be 'text', 'markdown', 'csv', 'json'", check.show(format))
  end
  return require("heddle.render." .. format).render(Table.frame(self))
end

function Table.save(self, name)
  locate(self, "table:save")
  local ending = type(name) == "string" and name:match("%.(%w+)$")
  if not formats[ending] then
    check.fail("table:save", "got %s; the name must end in .txt, .md, .csv or .json", check.show(name))
  end
  local text = Table.render(self, formats[ending])
  host.stage(name, text:sub(-1) == "\n" and text or text .. "\n")
end

-- What stands side by side in the frame: every column of a two-way table with all its measures; every measure
-- of a one-way table as a column of its own.  `cube` and `col` say what to count.
local function frame_columns(self)
  local columns = {}
  if self.two_way then
    for i, col in ipairs(self.cols) do
      columns[i] = { label = col.label, key = col.key, measures = self.show, cube = self.cube, col = col.index }
    end
    return columns
  end
  local function add(cube, units, full_base)
    local names = { n = units, percent = "% of " .. units:lower(), ["n/N"] = "n/N" }
    for _, measure in ipairs(self.show) do
      columns[#columns + 1] = { label = names[measure], measures = { measure }, cube = cube, full_base = full_base }
    end
  end
  add(self.cube, self.units, self.base_option == "mentions")
  if self.mention_cube then add(self.mention_cube, "Mentions", true) end
  return columns
end

local function frame_cell(self, column, r)
  local n, base
  if column.cube == self.mention_cube then
    n, base = core.cube_count(column.cube, r), core.cube_count(column.cube, ALL)
  else
    n, base = count(self, r, column.col), base_of(self, r, column.col)
  end
  return { n = n, N = base, percent = number.percent_text(n, base, self.digits) }
end

-- The rows of the frame: the groups, the base, and what the base was counted from.
local function frame_rows(self, columns)
  local rows = {}
  local function add(row, r)
    row.cells = {}
    for i, column in ipairs(columns) do
      row.cells[i] = frame_cell(self, column, r)
      row.cells[i].blank = column.cube == self.mention_cube and row.key == "(no theme)"
    end
    rows[#rows + 1] = row
  end
  for _, g in ipairs(self.rows) do
    add({ label = g.label, key = g.key, depth = g.depth, kind = g.kind }, g.index)
  end
  add({ label = self.base_label, key = "All", kind = "base" }, ALL)
  if self.mention_row then
    local row = { label = "Theme mentions", key = "mentions", kind = "mentions", cells = {} }
    for i, column in ipairs(columns) do row.cells[i] = { n = core.cube_count(self.mention_row, ALL, column.col) } end
    rows[#rows + 1] = row
  end
  return rows
end

function Table.frame(self)
  local columns = frame_columns(self)
  return {
    title = self.title, measure = self.measure or nil, base = self.base_words, selection = self.selection or nil,
    stub = self.stub, themes = self.theme_rows, two_way = self.two_way, full_base = self.percent_of ~= "col",
    columns = columns, rows = frame_rows(self, columns), notes = self.notes,
  }
end

local mt = {
  __metatable = false,
  __name = "table",
  __tostring = function(self) return require("heddle.render.text").render(Table.frame(self), host.columns()) end,
}

local public = { "n", "percent", "base", "set", "evidence", "cell", "render", "save" }

function mt.__index(_, key)
  if has(public, key) then return Table[key] end
  core.raise(("a table has no '%s'%s"):format(tostring(key), check.suggest(key, public)))
end

function mt.__newindex()
  core.raise("tables are read-only")
end

-- What is counted, in words: "coded reviews", "reviews", "mentions of themes in coded reviews".
local function base_words(self, base)
  local plural = number.plural(self.unit)
  if base == "mentions" then return "mentions in coded " .. plural end
  if base == "any_theme" then return "coded " .. plural .. " with a theme" end
  if base == "all" or (base == nil and not self.has_theme) then return plural end
  return "coded " .. plural
end

local function one(n, words)
  if n ~= 1 then return words end
  words = words:gsub("reviews", "review"):gsub("children", "child"):gsub("findings", "finding")
  return (words:gsub("mentions", "mention"))
end

-- Notes on who is not in the table, each with how they are spread over the other dimension.
local function left_out_notes(self, missing)
  local notes, short = {}, {}
  local function note(set, words, dim, brief)
    if #set == 0 then return end
    local parts = dim and spread(set, dim) or ""
    notes[#notes + 1] = ("Not shown: %s %s%s."):format(number.units(#set, self.unit), words,
      parts ~= "" and (" (" .. parts .. ")") or "")
    if brief then short[#short + 1] = ("%s %s"):format(number.thousands(#set), words) end
  end
  local other
  if self.two_way then
    for d = 2, 1, -1 do
      if not select(2, core.cube_dim(self.cube, d)) then other = self.dims[d] end
    end
  end
  note(core.cube_left_out(self.cube, "not coded"), "not yet coded", other, true)
  note(core.cube_left_out(self.cube, "no theme"), "coded with no theme", other, true)
  if missing == "drop" then
    for d, dim in ipairs(self.dims) do
      local label, is_theme = core.cube_dim(self.cube, d)
      if not is_theme then note(core.cube_left_out(self.cube, "missing", d), "without " .. label, dim) end
    end
  end
  return notes, short
end

-- The sentence about several answers, where the percentages of the last column pass 100.
local function several_note(self)
  if self.percent_of ~= "col" or self.base_option == "mentions" then return end
  local last, sum = self.cols[#self.cols].index, 0
  for _, row in ipairs(self.rows) do
    if (row.depth or 1) == 1 or not self.has_theme then sum = sum + count(self, row.index, last) end
  end
  if sum <= count(self, ALL, last) then return end
  local what = self.stub == "Theme" and "themes" or "values of " .. self.stub
  return ("A %s can have several %s, so %% of %s adds to more than 100."):format(self.unit, what,
    number.plural(self.unit))
end

local function describe(self, set, options)
  local n = count(self, ALL, ALL)
  local words = base_words(self, options.base)
  local notes, short = left_out_notes(self, options.missing)
  self.base_words = ("base: %s %s%s"):format(number.thousands(n), one(n, words),
    #short > 0 and (" (" .. table.concat(short, ", ") .. ")") or "")
  self.units = options.base == "mentions" and "Mentions"
    or (number.plural(self.unit):gsub("^%l", string.upper))
  self.base_label = "All"
  if not self.two_way then
    self.base_label = "Total"
  elseif self.percent_of == "col" then
    self.base_label = self.units .. " (base)"
  end
  local selection = core.set_words(set)
  if selection ~= number.plural(self.unit) then self.selection = selection end
  self.measure = ({ col = self.two_way and "% of column base" or "% of base", row = "% of row base",
    table = "% of table base" })[self.percent_of] or false
  if not has(self.show, "percent") and not has(self.show, "n/N") then self.measure = false end
  if not self.two_way then notes = {} end
  if #set == 0 then
    notes[#notes + 1] = ("No %s matches: every count is 0."):format(self.unit)
  end
  notes[#notes + 1] = several_note(self)
  self.notes = notes
end

-- One dimension of a table; depth and under narrow a theme dimension.
local function dimension(name, options)
  return { name = name, depth = options.depth, under = options.under }
end

-- The set a table counts: converted to `unit`, then narrowed by `where`.
local function counted_set(call, set, options)
  if options.unit then set = core.set_to(set, options.unit) end
  if options.where then set = sets.narrow(set, call, options.where) end
  return set
end

-- Depth and under speak of themes; asked of another dimension they are a mistake.
local function theme_options(call, options, dims, narrowed)
  if (options.depth or options.under) and not narrowed then
    check.fail(call, "option '%s' narrows a theme dimension; this table has none",
      options.depth and "depth" or "under")
  end
  for _, dim in ipairs(dims) do
    if dim.name ~= "theme" then dim.depth, dim.under = nil, nil end
  end
end

-- Make the table object.  `call` is the function a script called.
local function build(call, set, names, options)
  set = counted_set(call, set, options)
  local dims, has_theme = {}, false
  for i, name in ipairs(names) do
    dims[i] = dimension(name, options)
    has_theme = has_theme or name == "theme"
  end
  theme_options(call, options, dims, has_theme)
  local spec = { dims = dims, base = options.base, drop = options.missing == "drop",
    caller = call:match("[^:]+$") }
  local self = {
    cube = core.cube(set, spec), dims = dims, unit = core.set_unit(set), two_way = #names == 2,
    has_theme = has_theme, base_option = options.base or false, digits = options.digits, show = options.show,
    mention_row = false, mention_cube = false, selection = false,
    percent_of = options.percent, theme_rows = names[1] == "theme",
  }
  if options.percent == "none" then
    self.show = {}
    for _, measure in ipairs(options.show) do
      if measure == "n" then self.show[1] = "n" end
    end
    if #self.show == 0 then check.fail(call, "percent = 'none' leaves nothing to show; show = 'n'") end
  elseif not self.two_way then
    self.percent_of = "col"
  end
  self.rows = visible(self.cube, 1, #names)
  sort_rows(self.rows, options.order)
  self.cols = self.two_way and visible(self.cube, 2, 2) or {}
  self.cols[#self.cols + 1] = { index = ALL, label = "All", key = "All" }
  self.stub = core.cube_dim(self.cube, 1)
  local mentions_apply = has_theme and self.unit ~= "child" and options.base ~= "mentions"
  if self.two_way and mentions_apply and names[1] == "theme" and names[2] ~= "theme" and has(self.show, "n") then
    self.mention_row = core.cube(set, { dims = dims, base = "mentions", drop = spec.drop })
  elseif options.mentions then
    if not mentions_apply then check.fail(call, "option 'mentions' counts codings of reviews or findings") end
    self.mention_cube = core.cube(set, { dims = dims, base = "mentions" })
  end
  describe(self, set, options)
  return self
end

function M.themes(set, options)
  local self = build("set:themes", set, { "theme" }, options)
  self.title = "Themes in " .. number.plural(self.unit)
  return setmetatable(self, mt)
end

function M.count(set, name, options)
  local self = build("set:count", set, { name }, options)
  self.title = ("%s by %s"):format(self.units, self.stub)
  return setmetatable(self, mt)
end

function M.crosstab(set, options)
  local self = build("set:crosstab", set, { options.rows, options.cols }, options)
  self.title = ("%s by %s"):format(self.stub, (core.cube_dim(self.cube, 2)))
  return setmetatable(self, mt)
end

return M
