# Prints tests/c/measure_golden.h, what R says about counts:
#   Rscript tests/c/measure_golden.R > tests/c/measure_golden.h
# The tests need the header, not R. Made with R 4.2.2, seeds fixed.
set.seed(20240401)
g <- function(x) sprintf("%.17g", x)
cat("/* What R 4.2 says; made by measure_golden.R. */\n/* clang-format off */\n#ifndef HD_TESTS_MEASURE_GOLDEN_H\n")
cat("#define HD_TESTS_MEASURE_GOLDEN_H\n\n#include <stdint.h>\n\n")
table_of <- function(type, name, rows) {
  cat("static const struct ", type, " ", name, "[] = {\n", sep = "")
  cat(paste0("    {", rows, "},\n"), sep = "")
  cat("};\n\n")
}
struct <- function(name, members) cat("struct ", name, " {\n", paste0("    ", members, "\n"), "};\n\n", sep = "")

# Normal quantiles, two-sided normal and upper chi-square tails.
struct("golden_pair", "double x, y;")
p <- c(1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.005, 0.025, 0.05, 0.074, 0.076, 0.1, 0.25, 0.4, 0.6, 0.9, 0.95, 0.975, 0.995, 0.99999)
table_of("golden_pair", "golden_quantiles", paste(g(p), g(qnorm(p)), sep = ", "))
z <- c(1e-8, 0.01, 0.3, 1, 1.5, 1.9, 1.96, 2.1, 2.12, 2.13, 3, 5, 8, 15, 30, 37)
table_of("golden_pair", "golden_normal_tails", paste(g(z), g(2 * pnorm(z, lower.tail = FALSE)), sep = ", "))
struct("golden_tail", c("double x;", "uint64_t df;", "double p;"))
chi <- expand.grid(x = c(1e-6, 0.1, 1, 3.84, 10, 50, 400, 1500, 12000), df = c(1, 2, 3, 4, 7, 40, 101, 999, 10000))
p <- pchisq(chi$x, chi$df, lower.tail = FALSE)
table_of("golden_tail", "golden_chi_tails", paste(g(chi$x), chi$df, g(p), sep = ", ")[p > 1e-290])

# One share: Wilson and Clopper-Pearson.
struct("golden_share", c("uint64_t k, n;", "double level, wilson_low, wilson_high, exact_low, exact_high;"))
shares <- rbind(
  c(81, 263), c(0, 10), c(1, 30), c(29, 30), c(15, 30), c(0, 30), c(30, 30), c(3, 5), c(0, 5), c(0, 1), c(1, 1),
  c(1, 1e7), c(5e6, 1e7), c(9999999, 1e7), c(0, 1e7), c(1e7, 1e7), c(37, 1e6), c(3, 1000), c(997, 1000),
  t(replicate(25, { n <- sample(2:500, 1); c(sample(0:n, 1), n) })))
rows <- character()
for (level in c(0.95, 0.5, 0.99, 0.999)) for (i in seq_len(nrow(shares))) {
  k <- shares[i, 1]; n <- shares[i, 2]
  w <- prop.test(k, n, conf.level = level, correct = FALSE)$conf.int
  z <- qnorm((1 + level) / 2)
  # prop.test takes differences of near numbers at the ends: there, the same formula turned round.
  low <- 2 * k^2 / n / (2 * k + z^2 + z * sqrt(z^2 + 4 * k * (n - k) / n))
  stopifnot(abs(low - w[1]) < 1e-9)
  e <- binom.test(k, n, conf.level = level)$conf.int
  rows <- c(rows, paste(format(k, scientific = FALSE), format(n, scientific = FALSE), g(level), g(low), g(w[2]), g(e[1]), g(e[2]), sep = ", "))
}
table_of("golden_share", "golden_shares", rows)

# Two shares: Newcombe's hybrid of R's Wilson intervals, and the tests of the table.
struct("golden_four", c("uint64_t a, b, c, d;", "double difference, low, high;", "double odds, odds_low, odds_high;", "double fisher, phi, chi, chi_p, kappa;"))
fours <- rbind(
  c(56, 14, 48, 32), c(12, 7, 8, 3), c(8, 2, 1, 5), c(1, 9, 11, 3), c(3, 1, 1, 3), c(14, 5, 3, 8), c(3, 3, 3, 3),
  c(1, 2, 2, 1), c(2, 1, 1, 2), c(16, 3, 5, 6), c(5000, 4800, 5100, 5300), c(2500000, 2500000, 2501000, 2499000),
  c(20, 999980, 45, 8999955), c(1, 4999999, 2, 4999998), c(200, 100, 50, 400), c(28, 1, 1, 1), c(26, 2, 1, 1), c(20, 5, 10, 15),
  t(replicate(40, sample(1:60, 4, replace = TRUE))))
# Cohen's kappa as defined, in R's doubles.
kappa <- function(a, b, c, d) { n <- a + b + c + d; po <- (a + d) / n; pe <- ((a + b) * (a + c) + (c + d) * (b + d)) / n^2; (po - pe) / (1 - pe) }
rows <- character()
for (i in seq_len(nrow(fours))) {
  v <- fours[i, ]; m <- matrix(v, 2, byrow = TRUE)
  n1 <- sum(m[1, ]); n2 <- sum(m[2, ]); p1 <- v[1] / n1; p2 <- v[3] / n2
  w1 <- prop.test(v[1], n1, correct = FALSE)$conf.int; w2 <- prop.test(v[3], n2, correct = FALSE)$conf.int
  low <- p1 - p2 - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2)
  high <- p1 - p2 + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2)
  or <- exp(confint.default(glm(m ~ c(1, 0), family = binomial, control = list(epsilon = 1e-15, maxit = 100)))[2, ])
  chi <- chisq.test(m, correct = FALSE)
  rows <- c(rows, paste(c(sprintf("%.0f", v), g(c(p1 - p2, low, high, v[1] * v[4] / (v[2] * v[3]), or,
    fisher.test(m)$p.value, (v[1] * v[4] - v[2] * v[3]) / sqrt(n1) / sqrt(n2) / sqrt(v[1] + v[3]) / sqrt(v[2] + v[4]),
    chi$statistic, chi$p.value, kappa(v[1], v[2], v[3], v[4])))), collapse = ", "))
}
table_of("golden_four", "golden_fours", rows)

# Larger tables.
struct("golden_rows", c("uint64_t rows, cols, cells[12];", "double statistic;", "uint64_t df;", "double p, v;"))
rows <- character()
tables <- list(matrix(c(762, 327, 468, 484, 239, 477), 2, byrow = TRUE), matrix(c(10, 20, 30, 6, 15, 9), 3), matrix(1:12, 3), matrix(c(5, 5, 5, 5), 2))
for (i in 1:12) tables[[length(tables) + 1]] <- matrix(sample(1:50, 12), sample(c(2, 3, 4, 6), 1))
for (m in tables) {
  t <- suppressWarnings(chisq.test(m, correct = FALSE))
  cells <- as.vector(t(m)); length(cells) <- 12; cells[is.na(cells)] <- 0
  rows <- c(rows, paste0(nrow(m), ", ", ncol(m), ", {", paste(cells, collapse = ", "), "}, ", g(t$statistic), ", ", t$parameter, ", ", g(t$p.value), ", ", g(sqrt(t$statistic / sum(m) / (min(dim(m)) - 1)))))
}
table_of("golden_rows", "golden_tables", rows)

# Trends. z has the sign of the slope; R gives its square.
struct("golden_trend", c("uint64_t len, k[8], n[8];", "int32_t scores[8];", "double z2, p;"))
rows <- character()
pad <- function(v) { length(v) <- 8; v[is.na(v)] <- 0; paste0("{", paste(format(v, scientific = FALSE, trim = TRUE), collapse = ", "), "}") }
trend <- function(k, n, s = seq_along(k)) {
  # R's function divides by a base, so periods without one are left out of its call, not of ours.
  t <- prop.trend.test(k[n > 0], n[n > 0], s[n > 0])
  rows <<- c(rows, paste(length(k), pad(k), pad(n), pad(s), g(t$statistic), g(t$p.value), sep = ", "))
}
trend(c(1, 2, 4), c(5, 5, 5))
trend(c(83, 90, 129, 70), c(86, 93, 136, 82)) # smokers, in R's own example
trend(c(83, 90, 129, 70), c(86, 93, 136, 82), c(0, 0, 0, 1))
trend(c(1, 0, 3, 0, 5), c(8, 0, 9, 4, 7))
trend(c(100000, 120000), c(5000000, 5000000))
for (i in 1:12) { n <- sample(3:40, 6); k <- sapply(n, function(x) sample(0:x, 1)); trend(k, n, if (i %% 2) seq_along(k) else sample(-9:9, 6)) }
table_of("golden_trend", "golden_trends", rows)

# Adjusted probabilities.
struct("golden_adjusted", "double p, holm, bh;")
p <- c(0.004, 0.011, 0.02, 0.04, 0.30)
table_of("golden_adjusted", "golden_adjusted_few", paste(g(p), g(p.adjust(p, "holm")), g(p.adjust(p, "BH")), sep = ", "))
p <- sample(c(round(runif(30)^3, 3), 0, 1, 0.5, 0.5, 1e-12))
table_of("golden_adjusted", "golden_adjusted_many", paste(g(p), g(p.adjust(p, "holm")), g(p.adjust(p, "BH")), sep = ", "))
cat("#endif\n")
