--- The methods of charts.  api.lua says what an entry is.

return {
  { name = "chart:render", of = "chart", params = { { "format", "drawing", "the format; text unless given", optional = true } },
    returns = "string",
    text = "The chart drawn with block characters, or as SVG.",
    example = [[return corpus.reviews:count("area"):chart():render("svg")]] },
  { name = "chart:save", of = "chart", params = { { "name", "string", "the file's name; its ending chooses the format" } },
    returns = "nothing",
    text = "Save below --out when the script has ended without error; the ending chooses the format: .svg or .txt.",
    example = [[corpus.reviews:count("area"):chart():save("area.svg")]] },
}
