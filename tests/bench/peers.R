# R with data.table and base R on the generator's columns, data already in memory.
#
#   Rscript peers.R FOLDER THREADS [QUERY=S1:S2:S3...]      lines as bench.h says
words <- commandArgs(TRUE)
folder <- words[1]
suppressMessages(library(data.table))
setDTthreads(as.integer(words[2]))
expected <- list()
for (w in words[-(1:2)]) expected[[sub("=.*", "", w)]] <- sub(".*=", "", w)
min_runs <- as.integer(Sys.getenv("BENCH_RUNS", "7"))
least <- as.numeric(Sys.getenv("BENCH_LEAST", "0.2"))
budget <- as.numeric(Sys.getenv("BENCH_BUDGET", "20"))

read <- function(name, size) {
  f <- file.path(folder, name)
  n <- file.size(f) / size
  if (size == 1) as.integer(readBin(f, "raw", n)) else readBin(f, "integer", n, size = size, signed = size > 2)
}
# Long: row (from 1) and theme (from 0) of every bit.
spread <- function(name) {
  f <- file.path(folder, name)
  bytes <- matrix(as.integer(readBin(f, "raw", file.size(f))), nrow = 8)
  rbindlist(lapply(0:63, function(t) {
    row <- which(bitwAnd(bytes[t %/% 8 + 1, ], bitwShiftL(1L, t %% 8)) != 0L)
    list(row = row, t = rep.int(t, length(row)))
  }))
}
area <- read("area.u8", 1); year <- read("year.u8", 1); outcome <- read("outcome.u8", 1); team <- read("team.u16", 2)
index_sex <- read("index_sex.u8", 1); index_age <- read("index_age.u8", 1)
sex <- read("child_sex.u8", 1); age <- read("child_age.u8", 1); first <- read("child_first.u8", 1)
child <- read("child_review.u32", 4) + 1L; finding <- read("finding_review.u32", 4) + 1L
rt <- spread("words.u64")
long <- rt[, .(t, area = area[row], year = year[row], outcome = outcome[row], team = team[row],
                sex = index_sex[row], age = index_age[row])]
setindex(long, sex, age)
ya <- long[age < 6L, .(t, year, age)]
X <- matrix(0, length(area), 64)
X[cbind(rt$row, rt$t + 1L)] <- 1
of_children <- function(keep) {
  x <- data.table(row = child[keep], sex = sex[keep], age = age[keep])
  merge(rt, x, by = "row", allow.cartesian = TRUE)[, .(t, sex, age, year = year[row])]
}
sat <- of_children(bitwAnd(first, 2L) > 0L)
setindex(sat, sex, age)
yat <- of_children(bitwAnd(first, 1L) > 0L & age < 6L)
ct <- of_children(age < 6L)
ft <- spread("finding_words.u64")[, .(t, area = area[finding[row]])]
pair <- data.table(sex, age)[bitwAnd(first, 2L) > 0L & sex < 2L & age < 6L]
rm(rt)

queries <- list(
  list("a", "data.table", function() long[sex == 0L & age == 0L, .N, by = t][, .(k = t, N)]),
  list("filters", "data.table", function() sat[sex == 0L & age == 0L, .N, by = t][, .(k = t, N)]),
  list("b", "data.table", function() long[, .N, by = .(area, t)][, .(k = area * 64L + t, N)]),
  list("b", "tabulate", function() tabulate(long$area * 64L + long$t + 1L, 48L * 64L)),
  list("c", "crossprod", function() { x <- crossprod(X); x[lower.tri(x)] <- 0; as.vector(t(x)) }),
  list("d", "data.table", function() ya[, .N, by = .(year, age, t)][, .(k = (year * 6L + age) * 64L + t, N)]),
  list("d", "tabulate", function() tabulate((ya$year * 6L + ya$age) * 64L + ya$t + 1L, 120L * 64L)),
  list("bands", "data.table", function() yat[, .N, by = .(year, age, t)][, .(k = (year * 6L + age) * 64L + t, N)]),
  list("bands", "tabulate", function() tabulate((yat$year * 6L + yat$age) * 64L + yat$t + 1L, 120L * 64L)),
  list("outcome", "tabulate", function() tabulate(long$outcome * 64L + long$t + 1L, 5L * 64L)),
  list("year", "tabulate", function() tabulate(long$year * 64L + long$t + 1L, 20L * 64L)),
  list("team", "tabulate", function() tabulate(long$team * 64L + long$t + 1L, 1000L * 64L)),
  list("children", "tabulate", function() tabulate(ct$age * 64L + ct$t + 1L, 6L * 64L)),
  list("findings", "tabulate", function() tabulate(ft$area * 64L + ft$t + 1L, 48L * 64L)),
  list("pairing", "data.table", function() pair[, .N, by = .(sex, age)][, .(k = sex * 6L + age, N)]))

sums <- function(x) {
  n <- if (is.data.table(x)) as.numeric(x$N) else as.numeric(x)
  k <- if (is.data.table(x)) as.numeric(x$k) + 1 else as.numeric(seq_along(n))
  sprintf("%.0f:%.0f:%.0f", sum(n), sum(n * k), sum(n * (k * k) %% 9973))
}
now <- function() as.numeric(Sys.time())
measure <- function(query, form, run) {
  start <- now(); run(); calls <- max(1, ceiling(0.002 / (now() - start + 1e-6)))
  times <- numeric(0); begin <- now()
  repeat {
    start <- now()
    for (i in seq_len(calls)) run()
    times <- c(times, (now() - start) / calls)
    spent <- now() - begin
    if (length(times) > 100 || (length(times) >= min_runs && spent >= least) || (length(times) >= 3 && spent > budget)) break
  }
  cat(sprintf("time\t%s\t%s\t%.9f\t%.9f\t%.9f\t%d\n", query, form, median(times), min(times), max(times), length(times)))
}
for (q in queries) {
  if (identical(expected[[q[[1]]]], sums(q[[3]]()))) measure(q[[1]], q[[2]], q[[3]])
  else cat(sprintf("wrong\t%s\t%s\n", q[[1]], q[[2]]))
}
