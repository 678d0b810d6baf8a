-- How complete the record is, and which reviews to ask about.
--
--   heddle run scripts/completeness.lua

local profile = corpus.reviews:profile()
print(profile)

print("\nAsk about the outcome of:")
for _, state in ipairs { "unknown", "not recorded" } do
  for r in profile:set("outcome", state):each() do print("  " .. r.id, state) end
end
