-- The bench's report in Markdown, from the lines its programs wrote (bench.h): lua5.4 report.lua FOLDER MODE
-- A file of FOLDER is named SIZE.ENGINE.THREADS.

local folder, mode = arg[1], arg[2]

local times = {}    -- [size][engine][threads][query][form] = { median, least, most, runs }
local values = {}   -- [size][name] = number or text
local troubles = {} -- sentences, in order of files
local sizes = {}    -- ascending
local middle, large -- the goals are for 1,000,000 and 10,000,000; a run at smaller sizes shows where it stands

local function at(t, ...)
  for i = 1, select("#", ...) do
    if t == nil then return nil end
    t = t[select(i, ...)]
  end
  return t
end

local function put(t, value, ...)
  local n = select("#", ...)
  for i = 1, n - 1 do
    local key = select(i, ...)
    t[key] = t[key] or {}
    t = t[key]
  end
  t[select(n, ...)] = value
end

local function command(words)
  local pipe = io.popen(words)
  local text = pipe:read("a")
  pipe:close()
  return (text:gsub("%s+$", ""))
end

local function add_time(size, engine, threads, f)
  local new = { tonumber(f[4]), tonumber(f[5]), tonumber(f[6]), tonumber(f[7]) }
  local old = at(times, size, engine, threads, f[2], f[3])
  if old then -- a long one, measured one run a process: kept in the order of its medians
    local all = old.all or { old[1] }
    all[#all + 1] = new[1]
    table.sort(all)
    new = { (all[(#all + 1) // 2] + all[#all // 2 + 1]) / 2, all[1], all[#all], #all, all = all }
  end
  put(times, new, size, engine, threads, f[2], f[3])
end

local function read_file(name)
  local size, engine, threads = name:match("^([^.]+)%.([^.]+)%.(%d+)$")
  if not size then return end
  threads = tonumber(threads)
  for line in io.lines(folder .. "/" .. name) do
    local f = {}
    for field in (line .. "\t"):gmatch("(.-)\t") do f[#f + 1] = field end
    local where = ("%s, %s"):format(engine, size)
    if f[1] == "time" then
      add_time(size, engine, threads, f)
    elseif f[1] == "value" then
      put(values, tonumber(f[3]) or f[3], size, engine .. " " .. f[2])
    elseif f[1] == "wrong" then
      troubles[#troubles + 1] = ("%s: the answer of (%s), %s, is wrong; not timed."):format(where, f[2], f[3])
    elseif f[1] == "missing" and f[2] == "peer" then
      troubles[#troubles + 1] = ("%s is not installed and is missing below."):format(f[3])
    elseif f[1] == "missing" then
      troubles[#troubles + 1] = ("%s: (%s), %s: not there."):format(where, f[2], f[3])
    elseif f[1] == "failed" or f[1] == "skipped" then
      troubles[#troubles + 1] = ("%s: %s: %s"):format(where, f[1], f[2])
    end
  end
end

local function read_all()
  for name in command(("ls '%s'"):format(folder)):gmatch("[^\n]+") do read_file(name) end
  for size in pairs(times) do
    if tonumber(size) then sizes[#sizes + 1] = tonumber(size) end
  end
  table.sort(sizes)
  middle, large = sizes[1] or 1000000, 10000000
  for _, n in ipairs(sizes) do
    if n <= 1000000 then middle = n end
  end
end

-- ---- looking up ----

-- The fastest form of a query: its record and name.
local function best_form(size, engine, threads, query)
  local best, name
  for form, t in pairs(at(times, tostring(size), engine, threads, query) or {}) do
    if not best or t[1] < best[1] or t[1] == best[1] and form < name then best, name = t, form end
  end
  return best, name
end

local function heddle(size, threads, query)
  return at(times, tostring(size), "heddle", threads, query, "call", 1)
end

local peers = { "sqlite", "duckdb", "chdb", "numpy", "pandas", "R" }
local one_thread = { sqlite = true, pandas = true } -- they have no other

local function best_peer(size, threads, query)
  local best, name
  for _, peer in ipairs(peers) do
    local t = best_form(size, peer, one_thread[peer] and 1 or threads, query)
    if t and (not best or t[1] < best) then best, name = t[1], peer end
  end
  return best, name
end

local function value(size, name) return at(values, tostring(size), name) end

-- Seconds that perf.md's limits give: reading words and codes at the machine's speed, and 0.75 cycles for each
-- 512 bits of each pair of themes.
local function limit(size, query)
  local speed, cycle = value(size, "limit read"), value(size, "limit cycle")
  if not speed then return nil end
  local bytes = ({ a = 10, b = 9, d = 10 })[query]
  if bytes then return size * bytes / speed end
  if query == "c" then return 2080 * math.ceil(size / 512) * 0.75 * cycle end
end

-- ---- words ----

local function digits3(x) return x >= 100 and "%.0f" or x >= 10 and "%.1f" or x >= 1 and "%.2f" or "%.3f" end

local function duration(s)
  if not s then return "-" end
  if s < 1e-3 then return (digits3(s * 1e6) .. " us"):format(s * 1e6) end
  if s < 1 then return (digits3(s * 1e3) .. " ms"):format(s * 1e3) end
  return (digits3(s) .. " s"):format(s)
end

local function ratio(x) return x and (digits3(x) .. "x"):format(x) or "-" end

local function thousands(n)
  local s = tostring(n):reverse():gsub("(%d%d%d)", "%1,"):reverse()
  return (s:gsub("^,", ""))
end

local function row(...) print("| " .. table.concat({ ... }, " | ") .. " |") end

local function head(...)
  print()
  row(...)
  print("|" .. (" --- |"):rep(select("#", ...)))
end

-- ---- sections ----

local function print_machine()
  local cpu = command("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1")
  local memory = tonumber(command("sed -n 's/^MemTotal: *\\([0-9]*\\).*/\\1/p' /proc/meminfo")) or 0
  print(("Machine: %s, %s cores, %.0f GiB of memory, %s; %s."):format(cpu ~= "" and cpu or command("uname -m"),
    command("nproc"), memory / 2 ^ 20, command("sed -n 's/^PRETTY_NAME=\"\\(.*\\)\"/\\1/p' /etc/os-release"),
    command("cc --version | head -n 1")))
  local n = sizes[#sizes]
  local cycle, reading = value(n, "limit cycle"), {}
  if not cycle then return end
  local pairs_best = 0
  for i, size in ipairs(sizes) do
    pairs_best = math.max(pairs_best, value(size, "limit pairs") or 0)
    reading[i] = ("%.0f GB (%s reviews)"):format((value(size, "limit read") or 0) / 1e9, thousands(size))
  end
  print(("Clock %.2f GHz; one thread reads, a second, of columns it has just read: %s."):format(1e-9 / cycle,
    table.concat(reading, ", ")))
  print(("A 512-bit AND and popcount takes %.2f cycles, measured (%s); the limit of (c) counts 0.75."):format(
    1 / pairs_best / cycle, value(n, "limit wide") == 1 and "VPOPCNTDQ" or "64 bits at a time"))
end

local function introduction()
  print("# Benchmarks\n")
  print([[
Written by `make bench` from its own seeded synthetic reviews: 64 themes with rates from 70% to 1%, about six a
review, correlated; 48 areas, 20 years, 1,000 teams, one to three children a review. Sex and age of the index child
are fields of the review: (a) and (d) ask of these, one value a review, as the work the goals were set by does; the same
asked of all children stands under (i). docs/HACKING.md says what is measured how.
]])
  print_machine()
  local versions = {}
  for _, peer in ipairs(peers) do
    local version = value(0, "peers version:" .. peer)
    if version then versions[#versions + 1] = peer .. " " .. version end
  end
  if #versions > 0 then print("Peers: " .. table.concat(versions, ", ") .. ".") end
  print(("Times are medians of at least %s runs unless a number of runs stands beside them."):format(
    mode == "full" and "seven" or "three"))
  local others = value(0, "peers others")
  if others and others >= 0.3 then
    print(("**The machine was busy when this began (%.1f other processes running): the times are unsteady.**"):format(
      others))
  end
  if mode ~= "full" then print("A quick run at small sizes: the goals are set for the full one.") end
end

local goals, missed = {}, {}
local function goal(work, measured, text, reached)
  goals[#goals + 1] = { work, measured, text, reached == nil and "not measured" or reached and "yes" or "**no**" }
  if not reached then missed[#missed + 1] = ("%s: %s (%s)"):format(work, measured, text) end
end

local against_peers = { middle = { a = 25, b = 8, c = 60, d = 8 }, large = { a = 6, b = 4, c = 50, d = 4 } }
local against_limit = { a = { 1.5, 4 }, b = { 10, 32 }, c = { 1.5, 11 }, d = { 10, 32 } }

local function query_goals()
  for _, which in ipairs({ "middle", "large" }) do
    local size = which == "middle" and middle or large
    for _, query in ipairs({ "a", "b", "c", "d" }) do
      local work, wanted = ("(%s) %s"):format(query, thousands(size)), against_peers[which][query]
      for threads = 1, 2 do
        local mine, other, name = heddle(size, threads, query), best_peer(size, threads, query)
        if mine and other then
          goal(("%s, %d thread%s"):format(work, threads, threads > 1 and "s" or ""),
            ("%s of the best peer, %s"):format(ratio(other / mine), name),
            ("at least %dx faster"):format(wanted), other / mine >= wanted)
        elseif threads == 1 then
          goal(work, "-", ("at least %dx faster than the best peer"):format(wanted), nil)
        end
      end
      local mine, least = heddle(size, 1, query), limit(size, query)
      if mine and least then
        local want = against_limit[query][value(size, "limit wide") == 1 and 1 or 2]
        goal(work .. ", 1 thread", ("%s of the limit (%s)"):format(ratio(mine / least), duration(least)),
          ("at most %.4gx"):format(want), mine / least <= want)
      end
    end
  end
end

local function process_goals()
  local small, size = 3000, middle
  local function cold(n, query, form) return at(times, tostring(n), "cold", 1, query, form, 1) end
  local mine, lua = cold(small, "e", "heddle"), cold(small, "e", "lua5.4 -e ''")
  local views, rows = cold(small, "e", "sqlite3, the store's views"), cold(small, "e", "sqlite3, rows of numbers")
  local shell = views and rows and math.min(views, rows)
  local frames = cold(small, "e", "pandas, a pickle")
  local function compare(work, x, text, bound)
    local reached
    if x and bound then reached = x <= bound end
    goal(work, x and duration(x) or "-", bound and ("%s: at most %s"):format(text, duration(bound)) or text, reached)
  end
  compare("(e)", mine, "twice `lua5.4 -e ''` and 2 ms", lua and 2 * lua + 0.002)
  compare("(e)", mine, "a fifth of the sqlite3 program", shell and shell / 5)
  compare("(e)", mine, "a hundredth of pandas", frames and frames / 100)
  local import = cold(size, "f", "heddle")
  local duck = cold(size, "f", "flat, 2 threads") or cold(size, "f", "flat, 1 threads")
  local floor = cold(size, "f", "insert floor")
  compare("(f)", import, "DuckDB's flat durable import", duck)
  compare("(f)", import, "1.3 times SQLite's own insert floor", floor and 1.3 * floor)
  local snapshot = cold(size, "g", "without the snapshot")
  compare("(g) from the snapshot", snapshot and cold(size, "g", "as it is, count"), "opened", 0.010)
  compare("(g) from tables", snapshot or cold(size, "g", "as it is, count"), "opened", 1.5)
  local base, full = value(size, "cold rss:j:30: reviews"), value(size, ("cold rss:j:%d: reviews"):format(size))
  local bytes = base and full and (full - base) / size
  goal("(j)", bytes and ("%.0f bytes a review"):format(bytes) or "-", "at most 40", bytes and bytes <= 40)
  local draws, numpy = best_form(small, "heddle", 1, "k"), best_form(small, "numpy", 1, "k")
  if draws and numpy then
    goal("(k)", ("%s of numpy"):format(ratio(numpy[1] / draws[1])), "at least 50x faster", numpy[1] / draws[1] >= 50)
  else
    goal("(k)", draws and duration(draws[1]) or "-", "50 times faster than numpy"
      .. (draws and "" or "; scripts have no function for it yet"), nil)
  end
end

local function goal_table()
  query_goals()
  process_goals()
  print("\n## Goals")
  head("work", "measured", "goal", "reached")
  for _, g in ipairs(goals) do row(table.unpack(g)) end
  local count = 0
  for _, g in ipairs(goals) do
    if g[4] ~= "yes" then count = count + 1 end
  end
  print(("\n%d of %d goals are not reached or not measured."):format(count, #goals))
end

local queries = {
  { "a", "themes, two filters" }, { "b", "area x theme" }, { "c", "theme x theme" }, { "d", "year x age band x theme" },
  { "filters", "(i) themes, two filters on one child" }, { "bands", "(i) year x age band of children x theme" },
  { "children", "(i) children: age band x theme" }, { "findings", "(i) findings: area x theme" },
  { "pairing", "(i) sex x age band, same child" },
}

local function pair_of(size, engine, query)
  local list, runs = {}, nil
  for threads = 1, 2 do
    local t = engine == "heddle" and at(times, tostring(size), engine, threads, query, "call")
      or engine ~= "heddle" and best_form(size, engine, threads, query)
    if t then
      list[#list + 1] = duration(t[1])
      runs = math.min(runs or t[4], t[4])
    end
  end
  if #list == 0 then return "-" end
  return table.concat(list, " / ") .. (runs < (mode == "full" and 7 or 3) and (" (%d runs)"):format(runs) or "")
end

local function query_tables()
  print("\n## Queries, data loaded, one process each")
  print([[

1 thread / 2 threads, each in its best formulation. heddle: the call of a script that gives the table object with all
counts and margins; beside it the same and every cell read by name. Peers: until the result set is there. All gave the
same counts.]])
  for _, size in ipairs(sizes) do
    print(("\n### %s reviews"):format(thousands(size)))
    head("work", "heddle", "and all cells read", "first call", "plain loop in C", "limit", table.unpack(peers))
    for _, q in ipairs(queries) do
      local columns = { q[2], pair_of(size, "heddle", q[1]),
        duration(at(times, tostring(size), "heddle", 1, q[1], "call and cells", 1)),
        duration(value(size, "heddle first:" .. q[1])), pair_of(size, "naive", q[1]), duration(limit(size, q[1])) }
      for _, peer in ipairs(peers) do columns[#columns + 1] = pair_of(size, peer, q[1]) end
      row(table.unpack(columns))
    end
  end
end

local function curves()
  local groups = { { "outcome", 5 }, { "year", 20 }, { "b", 48 }, { "d", 120 }, { "team", 1000 } }
  print("\n## Growth\n\nheddle, 1 thread, nanoseconds a review: against reviews (down) and groups by theme (across).")
  local titles = { "reviews" }
  for _, g in ipairs(groups) do titles[#titles + 1] = g[2] .. " groups" end
  titles[#titles + 1] = "(a)"
  titles[#titles + 1] = "(c)"
  head(table.unpack(titles))
  groups[#groups + 1] = { "a" }
  groups[#groups + 1] = { "c" }
  for _, size in ipairs(sizes) do
    local columns = { thousands(size) }
    for _, g in ipairs(groups) do
      local t = heddle(size, 1, g[1])
      columns[#columns + 1] = t and digits3(t / size * 1e9):format(t / size * 1e9) or "-"
    end
    row(table.unpack(columns))
  end
  for size, engines in pairs(times) do
    if size:match("tree") then
      local all = at(engines, "heddle", 1, "tree", "call", 1)
      local top = at(engines, "heddle", 1, "tree", "top level only", 1)
      print(("\n%s reviews, 200 themes in a tree of three levels, area x theme: heddle %s,"):format(
        thousands(tonumber(size:match("%d+"))), duration(all)))
      print(("its top level only %s, plain loop in C %s."):format(duration(top),
        duration(at(engines, "naive", 1, "tree", "loop", 1))))
    end
  end
end

local function sorted_forms(forms)
  local list = {}
  for form in pairs(forms or {}) do list[#list + 1] = form end
  table.sort(list, function(a, b) return forms[a][1] < forms[b][1] end)
  return list
end

local function processes()
  local titles = {
    e = "(e) A new process prints area x theme",
    f = "(f) Import from JSON Lines into a durable store",
    g = "(g) Opening in a new process, page cache warm",
  }
  print("\n## Whole processes")
  for _, size in ipairs(sizes) do
    for _, query in ipairs({ "e", "f", "g" }) do
      local forms = at(times, tostring(size), "cold", 1, query)
      if forms then
        head(("%s, %s reviews"):format(titles[query], thousands(size)), "time", "runs")
        for _, form in ipairs(sorted_forms(forms)) do
          row(form:gsub("1 threads", "1 thread"), duration(forms[form][1]), tostring(forms[form][4]))
        end
      end
    end
    local last, first = value(size, "cold rss:j:30: reviews"), true
    for _, what in ipairs({ "reviews", "and children", "and findings", "and ids", "and text" }) do
      local peak = value(size, ("cold rss:j:%d: %s"):format(size, what))
      if last and peak and size > 30 then
        if first then head(("(j) Peak memory, %s reviews"):format(thousands(size)), "bytes a review more") end
        first = false
        row(what, ("%.0f"):format((peak - last) / size))
        last = peak
      end
    end
  end
end

local function predicates()
  local size
  for _, n in ipairs(sizes) do
    if at(times, tostring(n), "heddle", 1, "h") and n <= 1000000 then size = n end
  end
  if not size then return end
  local forms = at(times, tostring(size), "heddle", 1, "h")
  head(("(h) A predicate of three fields, %s reviews"):format(thousands(size)), "nanoseconds a review")
  for _, form in ipairs(sorted_forms(forms)) do row(form, ("%.2f"):format(forms[form][1] / size * 1e9)) end
  local loop, numpy = best_form(3000, "naive", 1, "k"), best_form(3000, "numpy", 1, "k")
  local draws = best_form(3000, "heddle", 1, "k")
  if loop then
    print(("\n(k) 10,000 permutations of 3,000 reviews: plain loop in C %s, numpy %s, heddle %s."):format(
      duration(loop[1]), duration(numpy and numpy[1]), draws and duration(draws[1]) or "has no function for it yet"))
  end
end

local function not_reached()
  print("\n## Not reached, not measured, missing\n")
  for _, m in ipairs(missed) do print("- " .. m) end
  for _, t in ipairs(troubles) do print("- " .. t) end
end

read_all()
introduction()
goal_table()
query_tables()
curves()
processes()
predicates()
not_reached()
