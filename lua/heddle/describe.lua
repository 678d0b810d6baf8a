--- What scripts can call, in words, from the one table of the API: for `heddle help` and for help at the prompt.

local api = require "heddle.api"
local list = require "heddle.render.list"

local M = {}

--- The parameters of a call as its signature writes them: "filter [, named]", "[names,] keep", "theme, ...".
function M.arguments(params)
  local out, open, needed = "", 0, 0
  for i, p in ipairs(params) do
    if not p.optional then needed = i end
  end
  for i, p in ipairs(params) do
    local name = p[1] .. (p.more and ", ..." or "")
    if p.optional and i < needed then
      out = out .. (i > 1 and " " or "") .. "[" .. name .. ",]"
    elseif p.optional then
      out, open = out .. (i > 1 and " [, " or "[") .. name, open + 1
    else
      local joined = i > 1 and (params[i - 1].optional and " " or ", ") or ""
      out = out .. joined .. name
    end
  end
  return out .. ("]"):rep(open)
end

--- How an entry is written: "set:crosstab{ ... }", "set:where(filter [, named])", "corpus.reviews", "operators".
function M.signature(entry)
  local params = entry.params
  if not params then return entry.name end
  if #params == 1 and params[1][2] == "options" and not params[1].optional then return entry.name .. "{ ... }" end
  return entry.name .. "(" .. M.arguments(params) .. ")"
end

--- A type in words: "review | child | finding", "a theme's code, label or alias", "integer".
function M.values(kind)
  kind = kind:gsub("!$", "")
  local named = api.types[kind:gsub("^list of ", "")]
  if type(named) == "table" then return (kind:find("^list") and "list of " or "") .. table.concat(named, " | ") end
  return named or kind
end

--- A default as Lua writes it; "" when there is none.
function M.default(value)
  if type(value) == "table" then return "{ \"" .. table.concat(value, "\", \"") .. "\" }" end
  if type(value) == "string" then return '"' .. value .. '"' end
  return value == nil and "" or tostring(value)
end

-- One type of what comes back.
local function result(kind)
  local plain = kind:gsub("%?$", "")
  return (api.own[plain] or plain) .. (plain ~= kind and " or nil" or "")
end

--- What comes back, in words.
function M.result(entry)
  local words = {}
  for kind in entry.returns:gmatch("[^,]+") do words[#words + 1] = result(kind:match("^%s*(.*)$")) end
  if #words > 1 and entry.returns_text then return entry.returns_text end
  return table.concat(words, ", ") .. (entry.returns_text and ", " .. entry.returns_text or "")
end

-- Lines of texts side by side, below each other.
local function block(rows)
  return (list.render(rows):gsub("\n$", ""))
end

-- A name, what is said of it, what it is, and below that the values it takes.
local function add_line(rows, name, note, text, kind)
  rows[#rows + 1] = { "  " .. name, note, text }
  rows[#rows + 1] = { "", "", M.values(kind) }
end

-- The parameters; an options table is explained by its options.
local function parameters(entry)
  local rows = { { "  parameter", "needed", "what it is, and its values" } }
  for _, p in ipairs(entry.params or {}) do
    if p[2] ~= "options" then
      add_line(rows, p[1] .. (p.more and ", ..." or ""), p.optional and "no" or "yes", p[3], p[2])
    end
  end
  return #rows > 1 and block(rows)
end

local function options(entry)
  local rows = { { "  option", "default", "what it is, and its values" } }
  for _, o in ipairs(entry.options) do
    add_line(rows, o[1], o[2]:find("!$") and "(needed)" or M.default(o[3]), o[4], o[2])
  end
  return block(rows)
end

--- The type of a member in words.
function M.plain(kind)
  return (kind:gsub("^record", "table"):gsub("%?$", " or nil"))
end

local function members(entry)
  local rows = {}
  for _, m in ipairs(entry.members) do
    rows[#rows + 1] = { "    " .. m[1], m[3], M.plain(m[2]) }
  end
  return block(rows)
end

--- One entry: how it is written, what it does, its parameters and options, what comes back, an example.
function M.entry(entry)
  local out = { M.signature(entry), "  " .. entry.text }
  local function part(text) out[#out + 1] = text or nil end
  part(parameters(entry))
  if entry.options then part(options(entry)) end
  if not api.is_word(entry) then part((entry.params and "  gives back: " or "  is: ") .. M.result(entry)) end
  if entry.members then part(members(entry)) end
  part("  example: " .. entry.example)
  return table.concat(out, "\n") .. "\n"
end

--- What NAME can be in `M.text`: whole names in the order of the table, then last parts that are no whole name, once.
function M.names()
  local names, seen = {}, {}
  local function name_it(name)
    if not seen[name] then names[#names + 1] = name end
    seen[name] = true
  end
  for _, entry in ipairs(api.entries()) do name_it(entry.name) end
  for _, entry in ipairs(api.entries()) do name_it(api.last(entry.name)) end
  return names
end

--- What NAME stands for, in words: an entry of that name, or all whose last part it is; nil when there is none.
function M.text(name)
  local out = {}
  for _, entry in ipairs(api.entries()) do
    if entry.name == name or api.last(entry.name) == name then out[#out + 1] = M.entry(entry) end
  end
  return #out > 0 and table.concat(out, "\n") or nil
end

--- A line for each entry: how it is written and what it does.
function M.all()
  local rows = {}
  for _, entry in ipairs(api.entries()) do rows[#rows + 1] = { M.signature(entry), entry.text } end
  return list.render(rows)
end

return M
