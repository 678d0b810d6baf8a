--- How far long work is: on a terminal, after a second (src/host/progress.h).

local host = require "heddle.host"

local M = {}

--- WHAT ("learning.html") has come to DONE of TOTAL.
function M.step(what, done, total)
  if total > 1 then host.progress(("%s: %d of %d"):format(what, done, total)) end
end

return M
