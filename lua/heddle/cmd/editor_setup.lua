--- `heddle editor-setup`: what an editor needs to complete and check scripts in this folder, with the store's names.
-- What it prints is shown once the files are there.

local core = require "heddle.core"
local editor = require "heddle.editor"
local host = require "heddle.host"

local M = {}

local folder = ".heddle"

-- Settings that heddle did not write stay as they are; they must name the folder of the definitions.  True when they
-- are there already.
local function settled(path)
  if not host.exists(path) then return false end
  local text = host.read(path)
  if not text:find('"' .. folder .. '"', 1, true) then
    host.refuse(("editor-setup: '%s' is there and stays as it is; add to it \"workspace.library\": [\"%s\"] and "
      .. "\"runtime.version\": \"Lua 5.4\", then run this again"):format(path, folder))
  end
  return true
end

function M.run()
  local c = core.open()
  local there = settled(".luarc.json") or settled(".luarc.jsonc")
  local files = {
    { folder .. "/heddle.d.lua", editor.definitions() },
    { folder .. "/store.d.lua", require("heddle.editor.store").definitions(c) },
  }
  if not there then table.insert(files, 1, { ".luarc.json", editor.settings }) end
  for _, file in ipairs(files) do
    host.stage(file[1], file[2])
    host.write("wrote " .. file[1] .. "\n")
  end
end

return M
