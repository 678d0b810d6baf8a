--- `heddle help [NAME]`: what scripts can call, from the one table of the API; with --reference all of it as a page.

local check = require "heddle.check"
local describe = require "heddle.describe"
local host = require "heddle.host"

local M = {}

function M.run(args)
  local name = args[1]
  if host.param("reference") then return host.write(require("heddle.reference").markdown()) end
  if not name then return host.write(describe.all()) end
  local text = describe.text(name)
  if not text then
    host.usage(("help: nothing is called '%s'%s"):format(name, check.suggest(name, describe.names())))
  end
  host.write(text)
end

return M
