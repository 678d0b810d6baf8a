--- Texts of HTML: whatever stands in them is text, in elements and in attributes in quotes.

local document = require "heddle.report.document"

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

return function(text)
  return (document.clean(text):gsub("[&<>\"']", entities))
end
