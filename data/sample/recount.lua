-- Recounts what the sample's records hold, by loops that know nothing of how they were made.

local M = {}

local passed, failed = 0, 0

function M.expect(what, got, wanted)
  if got == wanted then
    passed = passed + 1
  else
    failed = failed + 1
    print(string.format("%s: %s, expected %s", what, tostring(got), tostring(wanted)))
  end
end

local function count(reviews, test)
  local n = 0
  for _, review in ipairs(reviews) do
    if test(review.values) then n = n + 1 end
  end
  return n
end

local function any_under_3(review)
  for _, child in ipairs(review.children or {}) do
    local age = child.values.age
    if math.type(age) == "integer" and age < 3 then return true end
  end
  return false
end

local function has_labels(review)
  for _, finding in ipairs(review.findings or {}) do
    if finding.values.themes then return true end
  end
  return false
end

-- True when some label is not among the `unresolved`.
local function has_resolved(review, unresolved)
  for _, finding in ipairs(review.findings or {}) do
    for _, label in ipairs(finding.values.themes or {}) do
      local resolved = true
      for _, name in ipairs(unresolved) do
        if label == name then resolved = false end
      end
      if resolved then return true end
    end
  end
  return false
end

local function check_margins(reviews)
  local function flag(key) return function(r) return r[key] == true end end
  local function value(key, wanted) return function(r) return r[key] == wanted end end
  M.expect("reviews", #reviews, 30)
  M.expect("marked synthetic", count(reviews, flag("synthetic")), 30)
  M.expect("local", count(reviews, value("scope", "local")), 30)
  M.expect("under 3", count(reviews, any_under_3), 18)
  M.expect("died", count(reviews, value("outcome", "death")), 15)
  M.expect("non-accidental injury", count(reviews, flag("involved_nai")), 12)
  M.expect("neglect featured", count(reviews, flag("featured_neglect")), 29)
  M.expect("neglect the cause", count(reviews, flag("neglect_cause")), 14)
  M.expect("cause without neglect", count(reviews, function(r)
    return r.neglect_cause == true and r.featured_neglect ~= true
  end), 0)
  M.expect("hidden adults", count(reviews, flag("featured_hidden_adults")), 20)
  M.expect("domestic abuse", count(reviews, flag("featured_domestic_abuse")), 20)
  M.expect("Stockton-on-Tees", count(reviews, value("area", "Stockton-on-Tees")), 19)
  M.expect("Hartlepool", count(reviews, value("area", "Hartlepool")), 11)
  M.expect("child's voice lacking", count(reviews, flag("childs_voice_lacking")), 22)
  M.expect("LCSPRs", count(reviews, value("kind", "lcspr")), 13)
  M.expect("notified", count(reviews, function(r) return type(r.notified) == "string" end), 30)
  M.expect("part in a national review", count(reviews, flag("part_in_national")), 1)
end

local function check_coding(reviews, unresolved)
  local function is_coded(r) return r.coded == true end
  M.expect("not yet coded", count(reviews, function(r) return not is_coded(r) end), 3)
  M.expect("not yet coded, with themed findings", count(reviews, function(r)
    return not is_coded(r) and has_labels(r)
  end), 1)
  M.expect("coded with no theme", count(reviews, function(r)
    return is_coded(r) and not has_labels(r)
  end), 2)
  M.expect("coded with unresolved labels only", count(reviews, function(r)
    return is_coded(r) and has_labels(r) and not has_resolved(r, unresolved)
  end), 1)
  M.expect("without a child", count(reviews, function(r) return r.children == nil end), 1)
end

-- `records` as generated; `unresolved` the labels that no theme of the sample matches.
function M.check(records, unresolved)
  local reviews = {}
  for _, record in ipairs(records) do
    if record.values.review then reviews[#reviews + 1] = record.values.review end
  end
  check_margins(reviews)
  check_coding(reviews, unresolved)
end

-- Prints the closing line; true when nothing failed.
function M.report()
  print(string.format("%d passed, %d failed", passed, failed))
  return failed == 0
end

return M
