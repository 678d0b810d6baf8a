--- What prose says of one child: age, sex and what became of the child.  Pure: sentences in (suggest/prose/words),
-- readings out: { field, value, score, words, weeks }.  Where it is not plain whose age it is, or that it is the
-- age at the incident, nothing is read: a suggestion that has to be put right costs more than one not made.

local age = require "heddle.suggest.prose.age"
local outcome = require "heddle.suggest.prose.outcome"
local sex = require "heddle.suggest.prose.sex"

local M = {}

--- Everything that sentences (of suggest/prose/words) say of the child, in order.
function M.read(sentences)
  local out = {}
  for i, s in ipairs(sentences) do
    s.before = sentences[i - 1]
    age.read(s, out)
    sex.read(s, out)
    outcome.read(s, out)
  end
  return out
end

return M
