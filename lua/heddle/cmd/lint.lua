--- `heddle lint`: what is wrong with scripts, without running them.

local host = require "heddle.host"
local lint = require "heddle.lint"
local store = require "heddle.lint.store"
local text = require "heddle.render.text"

local M = {}

-- Reads a module beside the script at PATH.
local function reader(path)
  local folder = path:match("^(.*/)") or ""
  return function(name)
    local file = folder .. name:gsub("%.", "/") .. ".lua"
    local ok, found = pcall(host.read, file)
    return ok and found or nil
  end
end

-- As a message of Lua's names a script: what is before "LINE: "; some of its limits have no place.
local function shown(path, message)
  local placed, n = message:gsub("^.-:(%d+):", function(line) return text.plain(path) .. ":" .. line .. ":" end, 1)
  return n > 0 and placed or text.plain(path) .. ": " .. message
end

function M.run(paths)
  local opened, missing = store.open(host.param "store")
  local wrong, unread = false, false
  for _, path in ipairs(paths) do
    local problems, message = lint.of(host.read(path), path, opened, reader(path))
    if not problems then
      unread = true
      host.write(shown(path, message) .. "\n")
    end
    for _, problem in ipairs(problems or {}) do
      wrong = true
      host.write(("%s:%d: %s\n"):format(text.plain(path), problem.line, problem.message))
    end
  end
  if not opened then
    host.write(("%s: fields, values, bands and themes are not checked\n"):format(missing))
  end
  return unread and "data" or wrong
end

return M
