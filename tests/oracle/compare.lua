-- The oracle's questions to one store: tests/oracle/run imports a world and runs this with its seed.
--
--   --param seed=N       the world, and what is asked of it
--   --param questions=N  how many questions
--   --param only=N       this question only
--
-- Prints each failure with the seed, the call in full and the differences; what was drawn, as
-- "drawn METHOD.OPTION=VALUE"; "N passed, N failed".

local ask = require "ask"
local judge = require "judge"
local random = require "random"
local world = require "world"

local seed = heddle.param("seed", { type = "integer" })
local questions = heddle.param("questions", { type = "integer", default = 40 })
local only = heddle.param("only", { type = "integer", default = 0 })

local KINDS = require "kinds"
local DIFFERENCES = 6

local w = world.make(seed)
local passed, failed = 0, 0
local drawn = {}

-- Options and the values that can be listed, as the call gives them.
local function record(prefix, value)
  if type(value) ~= "table" then
    if type(value) ~= "number" then drawn[prefix .. "=" .. tostring(value)] = true end
    drawn[prefix] = true
    return
  end
  drawn[prefix] = true
  for key, item in pairs(value) do
    record(type(key) == "string" and prefix .. "." .. key or prefix, item)
  end
end

local function record_call(kind, set, args)
  drawn[kind.method .. ".on=" .. set.unit] = true
  for _, arg in ipairs(args) do
    if type(arg) == "table" then
      for key, value in pairs(arg) do
        if type(key) == "string" then record(kind.method .. "." .. key, value) end
      end
    end
  end
end

local function answer(kind, set, question, r)
  local method = kind.method:match("[^:]+$")
  local ok, result
  if question.call then
    ok, result = pcall(question.call, heddle, corpus)
  else
    ok, result = pcall(ask.call, heddle, corpus, set, method, question.args)
  end
  if question.refused then return ok and { "not refused: " .. question.refused } or {} end
  if not ok then return { "error: " .. tostring(result) } end
  local judged, differences = pcall(kind.differences or judge.differences, result, question.view, w, r)
  return judged and differences or { "error: " .. tostring(differences) }
end

for i = 1, questions do
  local r = random.new(seed * 1000003 + i)
  local kind = KINDS[(i - 1) % #KINDS + 1]
  if only == 0 or only == i then
    local set = ask.draw_set(w, r)
    local question = kind.draw(w, r, set)
    record_call(kind, set, question.args)
    local differences = answer(kind, set, question, r)
    if #differences == 0 then
      passed = passed + 1
    else
      failed = failed + 1
      print(("oracle: FAILED seed %d question %d"):format(seed, i))
      print("  " .. ask.text(set, kind.method:match("[^:]+$"), question.args))
      for k = 1, math.min(#differences, DIFFERENCES) do print("  " .. differences[k]) end
      if #differences > DIFFERENCES then print(("  and %d more"):format(#differences - DIFFERENCES)) end
    end
  end
end

for name in pairs(drawn) do print("drawn " .. name) end
print(("%d passed, %d failed"):format(passed, failed))
