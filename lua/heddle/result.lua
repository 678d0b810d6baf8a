--- The objects that the methods of sets give a script.  Each is of a kind with methods of its own; all print
-- themselves, render, save, explain themselves, and give the values they print.
--
-- A kind is { name = "table", frame = function(self) -> frame, explain = function(self, options) -> text,
--   row = function(self, name) -> its place among the frame's rows, or nil and the nearest name,
--   methods = { n = function(self, ...) ... end, ... },
--   data = function(self) -> the frame that other programs read (csv), where it is not the one that is printed,
--   render = function(self, format, frame, limit) -> text,
--   graph = true where `render` knows the format graphml too,
--   behind = function(self, r, c) -> the set of units in a cell of the frame, or nil; the set of findings behind them;
--            whether the passages of their reviews belong to them too,
--   passages = function(self) -> what it prints instead of its frame,
--   alone = true: it has its own methods only (a chart),
--   pairs = function(self, pair) -> the place of the row of { name, name }, or nil where `pair` is no table };
-- what stands behind `explain` may be missing: a kind that prints more than a frame has a `render`.  `self` is what the
-- kind keeps, out of a script's reach.  Methods raise with check.fail("table:n", ...).

local check = require "heddle.check"
local core = require "heddle.core"
local host = require "heddle.host"
local number = require "heddle.number"
local state = require "heddle.state"

local M = {}

local behind = setmetatable({}, { __mode = "k" })

-- The functions that scripts call by a name, of every kind: "table:n" -> function -> true.
local method_names = {}

-- What stands behind OBJECT, an object of KIND.
local function self_of(kind, name, object)
  local entry = behind[object]
  if not entry or entry.kind ~= kind then
    check.fail("table:" .. name, "call it with a colon: %s:%s(...)", kind.alone and "c" or "t", name)
  end
  return entry.self, entry
end

-- The frame, made once.
local function frame_of(entry)
  entry.frame = entry.frame or entry.kind.frame(entry.self)
  return entry.frame
end

-- What it prints; `limit` is the width of the terminal, nil: nothing is cut.
local function printed(entry, format, limit)
  local frame, own = frame_of(entry), entry.kind.render
  if format == "csv" and entry.kind.data then frame = entry.kind.data(entry.self) end
  if own then return own(entry.self, format, frame, limit) end
  return require("heddle.render." .. format).render(frame, limit)
end

--- The place of a row or column of a frame's list that is called NAME, by key or label, however they are written; nil
-- and the nearest name where there is none.
function M.place(list, name)
  local names = {}
  for i, item in ipairs(list) do
    if item.key == name then return i end
    names[i] = item.key or item.label
  end
  for i, item in ipairs(list) do
    if item.label == name then return i end
  end
  local folded = core.fold(name)
  for i, item in ipairs(list) do
    if core.fold(item.key or "") == folded or core.fold(item.label) == folded then return i end
  end
  return nil, core.nearest(name, names)
end

-- The place of a column of values with that key: a group of the data may be called the same.
local function holding(columns, name)
  for i, column in ipairs(columns) do
    if column.value and column.key == name then return i end
  end
end

local function find(what, name, search)
  if type(name) ~= "string" and math.type(name) ~= "integer" then
    check.fail("table:value", "got %s; a %s is named by a text", check.show(name), what)
  end
  name = tostring(name)
  local at, nearest = search(name)
  if at then return at end
  check.fail("table:value", "no %s '%s'%s", what, name:sub(1, 80),
    check.did_you_mean(nearest))
end

local common = {}

-- Only of pairs of themes there is a graph.
local function check_format(kind, call, format)
  if format == "graphml" and not kind.graph then
    check.fail(call, "'graphml' is a format of pairs of themes (cooccurrence); a %s can be 'text', 'markdown', 'csv', "
      .. "'json'", kind.name)
  end
end

function common.render(_, entry, format)
  format = format == nil and "text" or format
  local formats = { text = true, markdown = true, csv = true, json = true, graphml = true }
  if not formats[format] then
    check.fail("table:render", "unknown format %s; it can be 'text', 'markdown', 'csv', 'json'%s", check.show(format),
      entry.kind.graph and ", 'graphml'" or "")
  end
  check_format(entry.kind, "table:render", format)
  return printed(entry, format)
end

function common.save(self, entry, name)
  local formats = { txt = "text", md = "markdown", csv = "csv", json = "json", graphml = "graphml" }
  local ending = type(name) == "string" and name:match("%.(%w+)$")
  if not formats[ending] then
    check.fail("table:save", "got %s; the name must end in .txt, .md, .csv or .json%s", check.show(name),
      entry.kind.graph and ", or .graphml" or "")
  end
  check_format(entry.kind, "table:save", formats[ending])
  local text = common.render(self, entry, formats[ending])
  host.stage(name, text:sub(-1) == "\n" and text or text .. "\n")
end

function common.explain(self, entry, options)
  return entry.kind.explain(self, check.options("table:explain", options))
end

function common.value(self, entry, row, column)
  local frame = frame_of(entry)
  local r = entry.kind.pairs and entry.kind.pairs(self, row) or find("row", row, function(name)
    if entry.kind.row then return entry.kind.row(self, name) end
    return M.place(frame.rows, name)
  end)
  local c = find("column", column, function(name)
    local at = holding(frame.columns, name)
    if at then return at end
    return M.place(frame.columns, name) -- with the nearest name where there is none
  end)
  local line, spec = frame.rows[r], frame.columns[c]
  if not spec.value then return line.n and line.n[c] end
  local value = line.values and line.values[c]
  if value == nil then return nil, line.reasons and line.reasons[c] end
  return number.value_of(spec.value, value, spec.digits)
end

-- The methods of a kind as scripts call them.
local function public(kind)
  local methods = {}
  if not kind.alone then
    function methods.chart(object, options)
      self_of(kind, "chart", object)
      return require("heddle.chart").object(object, options)
    end
  end
  for name, method in next, kind.alone and {} or common do
    methods[name] = function(object, ...)
      local self, entry = self_of(kind, name, object)
      return method(self, entry, ...)
    end
  end
  for name, method in next, kind.methods or {} do
    methods[name] = function(object, ...) return method(self_of(kind, name, object), ...) end
  end
  for name, method in next, methods do
    local called = (kind.alone and kind.name or "table") .. ":" .. name
    method_names[called] = method_names[called] or {}
    method_names[called][method] = true
  end
  return methods
end

--- What kind of object VALUE is, "table" or "pair list", or nil if this module did not make it.
function M.name_of(value)
  local entry = behind[value]
  return entry and entry.kind.name
end

-- Objects of other modules that print themselves: their kind, and the names of their methods.
local others = setmetatable({}, { __mode = "k" })

--- OBJECT, made by another module, is of a kind ("report") with these METHODS: for what asks what a value is.
function M.register(object, kind, methods)
  others[object] = { kind = kind, methods = methods }
end

--- As name_of, of what was registered too.
function M.kind_of(value)
  return others[value] and others[value].kind or M.name_of(value)
end

--- The frame of OBJECT, pure data (frame.lua).
function M.frame(object)
  return frame_of(behind[object])
end

--- What set:quotes prints beside its frame (render/passages.lua); nil of any other object.
function M.passages(object)
  local entry = behind[object]
  return entry.kind.passages and entry.kind.passages(entry.self)
end

-- "Hidden adults, Hartlepool": what a cell of a frame is in.
local function cell_title(frame, r, c)
  local row, column, parts = frame.rows[r], frame.columns[c], {}
  parts[1] = row.labels and #row.labels > 0 and table.concat(row.labels, " > ") or row.label
  if frame.two_way or column.value then
    local over = type(column.over) == "string" and { column.over } or column.over or {}
    parts[2] = require("heddle.render.grid").full_label({ over = over, label = column.label }, tostring)
  end
  return table.concat(parts, ", ")
end

--- A function (r, c) that gives the evidence behind a cell of the frame of OBJECT (report/document.lua says its shape),
-- nil of a cell in which no unit is; nil where a kind has none.  What is hidden has none.
function M.behind(object)
  local entry = behind[object]
  local units_of = entry and entry.kind.behind
  return units_of and function(r, c)
    local frame = frame_of(entry)
    local own = state.own(frame, frame.rows[r])
    if frame.rows[r].kind == "heading" or own and own[c] == "hidden" then return nil end
    local set, findings, passages = units_of(entry.self, r, c)
    return set and require("heddle.evidence").behind(set, findings, cell_title(frame, r, c), passages)
  end
end

-- The frame with FIRST and LAST of its rows around what is left out, and how many that are.
local function shortened(frame, first, last)
  local left_out, short = #frame.rows - first - last, {}
  for key, value in next, frame do short[key] = value end
  short.rows = table.move(frame.rows, 1, first, 1, {})
  short.rows[first + 1] = { label = ("… %s more %s"):format(number.thousands(left_out),
    left_out == 1 and "row" or "rows"), kind = "heading" }
  table.move(frame.rows, #frame.rows - last + 1, #frame.rows, first + 2, short.rows)
  return short
end

--- What OBJECT prints, `width` columns wide; of a frame with more than `most` rows the first and last ones, of other
-- texts the first `most` lines.  Second result: whether something is left out.
function M.fitted(object, width, most, first, last)
  local entry = behind[object]
  local frame, own = frame_of(entry), entry.kind.render
  local long = #frame.rows > most
  if long then frame = shortened(frame, first, last) end
  local text = own and own(entry.self, "text", frame, width) or require("heddle.render.text").render(frame, width)
  local _, breaks = text:gsub("\n", "\n")
  if breaks < 2 * most then return text, long end
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    lines[#lines + 1] = line
    if #lines == most then break end
  end
  lines[most + 1] = ("… %s more lines"):format(number.thousands(breaks + 1 - most))
  return table.concat(lines, "\n"), true
end

--- The name of a method of the objects this module made, "table:n"; nil of any other function.
function M.method_name(method)
  for name, functions in next, method_names do
    if functions[method] then return name end
  end
end

--- The names of the methods of OBJECT, in order; nil when it is none of these objects.
function M.methods(object)
  local other = others[object]
  return other and other.methods or behind[object] and behind[object].names
end

--- A function that makes objects of a kind: it takes what stands behind one.
function M.kind(kind)
  local methods, names = public(kind), {}
  for name in next, methods do names[#names + 1] = name end
  table.sort(names)
  local mt = {
    __metatable = false,
    __name = kind.name,
    __tostring = function(object)
      return printed(behind[object], "text", host.columns())
    end,
    __newindex = function() core.raise(kind.name .. "s are read-only") end,
    __index = function(_, key)
      if methods[key] then return methods[key] end
      check.lacks("a " .. kind.name, key, names)
    end,
  }
  return function(self)
    local object = setmetatable({}, mt)
    behind[object] = { kind = kind, self = self, names = names }
    return object
  end
end

return M
