--- A small model of what findings with a theme say: how often each word stands in the texts of a theme, and how
-- often in the others.
--
-- The weight of a word for a theme is its log-odds, log P(word | theme) - log P(word | other themes), with SMOOTH
-- added to every count.  A text's log-odds are the sum of its words' weights and of how common the theme is, divided
-- by the root of their number, since the words of one text repeat each other; its score is their logistic, 0..1, less
-- where few words speak for the theme or the theme has few examples.  A theme for which no word speaks is never named.
--
-- The counts are kept as integers, so that a document can be left out by subtracting it: score() with `minus` is
-- what a model trained without those documents would say, to the last bit.

local M = {}

local SMOOTH = 0.2
local WIDEST = 20  -- themes that a word may stand in before it says nothing
local DOUBT = 0.5  -- one word, or one example, is worth 1 / (1 + DOUBT) of many
local LEAST = 0.4  -- a lower score is nothing to say
local MOST = 5     -- themes named
local SPOKE = 3    -- words named as evidence
local NIL = 1e-9   -- a weight of nothing, but for rounding

local function bump(t, key, by)
  t[key] = (t[key] or 0) + by
end

-- Counts of DOCUMENTS: how many, by theme, by word, by word and theme; with the themes of a word in a fixed order.
local function counts_of(documents)
  local counts = { n = #documents, theme = {}, word = {}, pair = {}, themes = {} }
  for _, d in ipairs(documents) do
    for _, t in ipairs(d.themes) do bump(counts.theme, t, 1) end
    for _, w in ipairs(d.words) do
      bump(counts.word, w, 1)
      local pair, themes = counts.pair[w], counts.themes[w]
      if not pair then
        pair, themes = {}, {}
        counts.pair[w], counts.themes[w] = pair, themes
      end
      for _, t in ipairs(d.themes) do
        if not pair[t] then themes[#themes + 1] = t end
        bump(pair, t, 1)
      end
    end
  end
  return counts
end

--- DOCUMENTS are { words = stems, themes = keys }, each without repeats: keys are texts or numbers.
function M.train(documents)
  local model = counts_of(documents)
  model.log, model.log2 = {}, {}
  for k = 0, model.n do
    model.log[k], model.log2[k] = math.log(k + SMOOTH), math.log(k + 2 * SMOOTH)
  end
  return model
end

local none = {}

-- How many themes have a word, those left out taken off.
local function width(model, w, off)
  local n, pair = #model.themes[w], model.pair[w]
  for t, count in next, off do
    if pair[t] == count then n = n - 1 end
  end
  return n
end

-- The words of the text that say something: { word, documents with it, counts by theme, counts to take off }.
local function spoken(model, words, minus)
  local out = {}
  for _, w in ipairs(words) do
    local off = minus.pair[w] or none
    local df = (model.word[w] or 0) - (minus.word[w] or 0)
    if df > 0 and width(model, w, off) <= WIDEST then
      out[#out + 1] = { w = w, df = df, pair = model.pair[w], themes = model.themes[w], off = off }
    end
  end
  return out
end

-- log P(word | theme) - log P(word | other themes) is log[c] - log[df - c] plus this.
local function shift_of(model, minus, theme)
  local n = model.theme[theme] - (minus.theme[theme] or 0)
  return model.log2[model.n - minus.n - n] - model.log2[n], n
end

-- The words that speak most for a theme.
local function evidence(model, minus, said, theme)
  local shift, weights, out = shift_of(model, minus, theme), {}, {}
  for _, s in ipairs(said) do
    local c = (s.pair[theme] or 0) - (s.off[theme] or 0)
    local weight = model.log[c] - model.log[s.df - c] + shift
    if c > 0 and weight > NIL then weights[#weights + 1] = { w = s.w, weight = weight } end
  end
  table.sort(weights, function(a, b)
    if a.weight ~= b.weight then return a.weight > b.weight end
    return a.w < b.w
  end)
  for i = 1, math.min(SPOKE, #weights) do out[i] = weights[i].w end
  return out
end

-- By theme: the sum of what its words say beyond a word it never had, and how many words speak for it.
local function collect(model, minus, said)
  local log, sums, speak, shifts, order = model.log, {}, {}, {}, {}
  local never = log[0]
  for _, s in ipairs(said) do
    local df, pair, off = s.df, s.pair, s.off
    local unsaid = never - log[df]
    for _, t in ipairs(s.themes) do
      local c = pair[t] - (off[t] or 0)
      if c > 0 then
        if not sums[t] then
          order[#order + 1] = t
          sums[t], speak[t], shifts[t] = 0, 0, shift_of(model, minus, t)
        end
        local here = log[c] - log[df - c]
        sums[t] = sums[t] + (here - unsaid)
        if here + shifts[t] > NIL then speak[t] = speak[t] + 1 end
      end
    end
  end
  return order, sums, speak
end

--- What the model says of WORDS (stems, each once): at most MOST of { theme =, score =, words = stems that spoke most
-- for it }, best first, ties by theme.  MINUS: a list of documents of the training that are left out.
function M.score(model, words, minus)
  minus = counts_of(minus or none)
  local said = spoken(model, words, minus)
  local order, sums, speak = collect(model, minus, said)
  local unsaid, out = 0, {}
  for _, s in ipairs(said) do unsaid = unsaid + (model.log[0] - model.log[s.df]) end
  for _, t in ipairs(order) do
    if speak[t] > 0 then
      local shift, n = shift_of(model, minus, t)
      local prior = model.log[n] - model.log[model.n - minus.n - n]
      local odds = (prior + sums[t] + unsaid + #said * shift) / math.sqrt(#said)
      local score = speak[t] / (speak[t] + DOUBT) * n / (n + DOUBT) / (1 + math.exp(-odds))
      if score >= LEAST then out[#out + 1] = { theme = t, score = score } end
    end
  end
  table.sort(out, function(a, b)
    if a.score ~= b.score then return a.score > b.score end
    return a.theme < b.theme
  end)
  out = table.move(out, 1, math.min(MOST, #out), 1, {})
  for _, s in ipairs(out) do s.words = evidence(model, minus, said, s.theme) end
  return out
end

return M
