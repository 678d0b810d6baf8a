--- The globals of a script: the safe part of Lua's library, `heddle`, `corpus`, and nothing else.
--
-- Scripts get copies of the libraries, so that one that changes string.format changes its own only.
-- `heddle` and `corpus` are made when first read: a script that counts nothing needs no store.

local core = require "heddle.core"
local host = require "heddle.host"

local M = {}

local functions = {
  "_VERSION", "assert", "error", "getmetatable", "ipairs", "load", "next", "pcall", "print",
  "rawequal", "rawget", "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring",
  "type", "xpcall",
}

local libraries = { "coroutine", "math", "os", "string", "table", "utf8" }

local withheld = {
  collectgarbage = true, debug = true, dofile = true, io = true, loadfile = true, package = true,
  warn = true,
}

local function copy(library)
  local result = {}
  for name, value in next, library do result[name] = value end
  return result
end

-- Sorted unless it is already: the keys of a list come in order.
local function sort(keys)
  for i = 2, #keys do
    if keys[i] < keys[i - 1] then return table.sort(keys) end
  end
end

-- Keys that have an order of their own, in it: numbers, then texts by their bytes, then the rest.
local function ordered_keys(t)
  local numbers, texts, rest = {}, {}, {}
  for key in next, t do
    local kind = type(key)
    local list = kind == "number" and numbers or kind == "string" and texts or rest
    list[#list + 1] = key
  end
  sort(numbers)
  sort(texts)
  table.move(texts, 1, #texts, #numbers + 1, numbers)
  return table.move(rest, 1, #rest, #numbers + 1, numbers)
end

-- The number of elements if t is a list and nothing else.
local function list_length(t)
  local n = 0
  for key in next, t do
    n = n + 1
    if key ~= n then return nil end
  end
  return n
end

-- As Lua's, but in an order that is the same in every run; keys added meanwhile are not visited.
local function pairs_in_order(value)
  local iterate, t, first = pairs(value)
  if iterate ~= next then return iterate, t, first end
  if type(t) ~= "table" then
    core.raise(("bad argument #1 to 'pairs' (table expected, got %s)"):format(type(t)))
  end
  local n, i = list_length(t), 0
  local keys = not n and ordered_keys(t)
  n = n or #keys
  return function()
    while i < n do
      i = i + 1
      local key = i
      if keys then key = keys[i] end
      local found = rawget(t, key)
      if found ~= nil then return key, found end
    end
  end, t, nil
end

local function known_names(env)
  local names = { "corpus", "heddle" }
  for name in next, env do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function unknown(env, name)
  if withheld[name] then core.raise(("'%s' is not available in scripts"):format(name)) end
  local shown = tostring(name)
  local nearest = core.nearest(shown, known_names(env))
  local hint = nearest and (" (did you mean '%s'?)"):format(nearest) or ""
  core.raise(("unknown name '%s'%s"):format(shown, hint))
end

--- A new table of globals for a script.
function M.environment()
  local env = { require = host.script.require, pairs = pairs_in_order }
  for _, name in ipairs(functions) do env[name] = _ENV[name] end
  for _, name in ipairs(libraries) do env[name] = copy(_ENV[name]) end
  env._G = env
  local made = {
    heddle = function() return require "heddle" end,
    corpus = function() return require("heddle.corpus").open() end,
  }
  return setmetatable(env, {
    __metatable = false,
    __index = function(_, name)
      local make = made[name]
      if not make then unknown(env, name) end
      local value = make()
      rawset(env, name, value)
      return value
    end,
  })
end

return M
