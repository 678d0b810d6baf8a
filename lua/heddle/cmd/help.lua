--- `heddle help [NAME]`: what scripts can call, from the one table of the API.

local api = require "heddle.api"
local check = require "heddle.check"
local host = require "heddle.host"
local list = require "heddle.render.list"

local M = {}

local function call(entry)
  local value = entry.of == "corpus" or entry.of == "heddle" and not entry.args
  if value or not entry.name:find("[.:]") then return entry.name end
  local args = entry.args or ""
  if args == "options" then return entry.name .. "{ ... }" end
  return entry.name .. "(" .. args .. ")"
end

local function values(kind)
  kind = kind:gsub("!$", "")
  local named = api.types[kind:gsub("^list of ", "")]
  if type(named) == "table" then return (kind:find("^list") and "list of " or "") .. table.concat(named, " | ") end
  return named or kind
end

local function default(value)
  if type(value) == "table" then return "{ \"" .. table.concat(value, "\", \"") .. "\" }" end
  if type(value) == "string" then return '"' .. value .. '"' end
  return value == nil and "" or tostring(value)
end

local function explain(entry)
  local out = { call(entry), "  " .. entry.text }
  if entry.options then
    local rows = { { "  option", "default", "what it is", "values" } }
    for _, o in ipairs(entry.options) do
      rows[#rows + 1] = { "  " .. o[1], o[2]:find("!$") and "(needed)" or default(o[3]), o[4], values(o[2]) }
    end
    out[#out + 1] = (list.render(rows):gsub("\n$", ""))
  end
  out[#out + 1] = "  example: " .. entry.example
  return table.concat(out, "\n") .. "\n"
end

local function all()
  local rows = {}
  for _, entry in ipairs(api.entries()) do rows[#rows + 1] = { call(entry), entry.text } end
  return list.render(rows)
end

-- The entries NAME stands for: a full name, or the part after the last dot or colon.
local function find(name)
  local found, names = {}, {}
  for _, entry in ipairs(api.entries()) do
    local short = entry.name:match("[^.:]+$")
    names[#names + 1], names[#names + 2] = entry.name, short
    if entry.name == name or short == name then found[#found + 1] = entry end
  end
  return found, names
end

function M.run(args)
  local name = args[1]
  if not name then return host.write(all()) end
  local found, names = find(name)
  if #found == 0 then host.usage(("help: nothing is called '%s'%s"):format(name, check.suggest(name, names))) end
  for i, entry in ipairs(found) do host.write((i > 1 and "\n" or "") .. explain(entry)) end
end

return M
