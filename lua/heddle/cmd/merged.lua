--- What an import prints of the themes it merged or retired: their counts before and after.

local core = require "heddle.core"
local host = require "heddle.host"
local merges = require "heddle.merges"

local M = {}

function M.run(codes)
  host.write("\n" .. merges.text(core.open(), codes))
end

return M
