-- Writes worlds as import documents, with lua5.4 so that one process makes many:
--
--   lua5.4 tests/oracle/documents.lua DIR FROM TO [ORDER]     DIR/SEED.jsonl for each seed

local here, from, to, order = arg[1], tonumber(arg[2]), tonumber(arg[3]), tonumber(arg[4] or "0")
package.path = arg[0]:match("^(.*)/") .. "/?.lua"
local world = require "world"

for seed = from, to do
  local file = assert(io.open(("%s/%d.jsonl"):format(here, seed), "wb"))
  assert(file:write(world.document(world.make(seed), order)))
  assert(file:close())
end
