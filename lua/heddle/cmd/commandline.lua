--- Texts of the command line: what `heddle --help`, `heddle COMMAND --help`, `heddle help COMMAND`, `--man` and
-- `--completion` print. Arguments: which text, and of which command or shell.

local host = require "heddle.host"
local usage = require "heddle.commandline.usage"

local M = {}

local texts = {
  overview = function() return require("heddle.commandline.text").overview() end,
  all = function() return require("heddle.commandline.text").all() end,
  command = function(name) return require("heddle.commandline.text").command(usage.find(name)) end,
  man = function() return require("heddle.commandline.man").page() end,
  completion = function(shell) return require("heddle.commandline." .. shell).file() end,
}

function M.run(args)
  host.write(texts[args[1]](args[2]))
end

return M
