#!/usr/bin/python3
"""numpy and pandas on the generator's columns, every query in their best formulations, data already in memory.

peers.py numpy|pandas REVIEWS FOLDER THREADS [QUERY=S1:S2:S3...]
peers.py pickle FOLDER FILE     the two frames that `peers.py cold FILE` opens and cross-tabulates

Lines as bench.h says. Threads are those of numpy's matrix products (OPENBLAS_NUM_THREADS).
"""
import os
import sys

if sys.argv[1] in ("numpy", "pandas"):
    os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[4]
if sys.argv[1] != "cold":
    import numpy as np
import statistics
import time

THEMES, AREAS, YEARS, BANDS = 64, 48, 20, 6
LARGE = 2_000_000  # above it only queries a to d, to stay within memory


class Data:
    def __init__(self, folder):
        def read(name):
            kind = {"u8": "u1", "u16": "<u2", "u32": "<u4", "u64": "<u8"}[name.rsplit(".")[1]]
            return np.fromfile(f"{folder}/{name}", dtype=kind)

        self.area, self.year, self.outcome, self.team = map(read, ("area.u8", "year.u8", "outcome.u8", "team.u16"))
        self.index_sex, self.index_age = read("index_sex.u8"), read("index_age.u8")
        self.sex, self.age, self.first = map(read, ("child_sex.u8", "child_age.u8", "child_first.u8"))
        self.child, self.finding = read("child_review.u32"), read("finding_review.u32")
        self.bits = spread(read("words.u64"))
        self.row, self.theme = np.nonzero(self.bits)
        self.large = len(self.area) > LARGE
        if not self.large:
            self.finding_row, self.finding_theme = np.nonzero(spread(read("finding_words.u64")))

    def of_children(self, keep):
        """The kept children's themes, long: child, theme."""
        index = np.flatnonzero(keep)
        row, theme = np.nonzero(self.bits[self.child[index]])
        return index[row], theme


def spread(words):
    return np.unpackbits(words.view(np.uint8).reshape(len(words), 8), axis=1, bitorder="little")


def numpy_queries(d):
    """A list of (query, form, function giving counts by key)."""
    wide = d.bits.astype(np.float32)
    kids = np.flatnonzero(d.first & 2)
    kid_sex, kid_age, kid_bits = d.sex[kids], d.age[kids], d.bits[d.child[kids]]

    def packed(bits):
        columns = np.packbits(bits.T, axis=1, bitorder="little")
        return np.ascontiguousarray(np.pad(columns, ((0, 0), (0, -columns.shape[1] % 8)))).view(np.uint16)

    columns = packed(d.bits)
    kid_columns = packed(kid_bits) if not d.large else None
    ones = np.array([bin(i).count("1") for i in range(65536)], dtype=np.uint8)

    def under_filters(sex, age, columns):
        keep = packed(((sex == 0) & (age == 0)).astype(np.uint8)[:, None])[0]
        return np.array([int(ones[c & keep].sum(dtype=np.int64)) for c in columns])

    def key(group, row, theme):
        return (group[row].astype(np.int64) * THEMES + theme).astype(np.int64)

    known = d.index_age[d.row] < BANDS
    keys = {"b": (key(d.area, d.row, d.theme), AREAS),
            "d": (key(d.year.astype(np.int64) * BANDS + d.index_age, d.row[known], d.theme[known]), YEARS * BANDS)}
    if not d.large:
        child, theme = d.of_children((d.first & 1 == 1) & (d.age < BANDS))
        keys["bands"] = key(d.year[d.child].astype(np.int64) * BANDS + d.age, child, theme), YEARS * BANDS
        each, each_theme = d.of_children(d.age < BANDS)
        keys["outcome"] = key(d.outcome, d.row, d.theme), 5
        keys["year"] = key(d.year, d.row, d.theme), YEARS
        keys["team"] = key(d.team, d.row, d.theme), 1000
        keys["children"] = key(d.age, each, each_theme), BANDS
        keys["findings"] = key(d.area[d.finding], d.finding_row, d.finding_theme), AREAS
    pair_key = (d.sex.astype(np.int64) * BANDS + d.age)[(d.first & 2 == 2) & (d.sex < 2) & (d.age < BANDS)]
    queries = [
        ("a", "bit columns", lambda: under_filters(d.index_sex, d.index_age, columns)),
        ("a", "rows", lambda: d.bits[(d.index_sex == 0) & (d.index_age == 0)].sum(axis=0, dtype=np.int64)),
        ("c", "sgemm", lambda: np.triu(wide.T @ wide).ravel()),
        ("pairing", "bincount", lambda: np.bincount(pair_key, minlength=2 * BANDS)),
    ]
    if not d.large:
        queries += [
            ("filters", "bit columns", lambda: under_filters(kid_sex, kid_age, kid_columns)),
            ("filters", "rows", lambda: kid_bits[(kid_sex == 0) & (kid_age == 0)].sum(axis=0, dtype=np.int64)),
        ]
    for name, (k, groups) in keys.items():
        queries.append((name, "bincount", lambda k=k, groups=groups: np.bincount(k, minlength=groups * THEMES)))
    return queries


def pandas_queries(d):
    import pandas as pd

    wide = pd.DataFrame(np.asfortranarray(d.bits.astype(bool)))
    sex, age = pd.Series(d.index_sex), pd.Series(d.index_age)
    long = pd.DataFrame({"area": d.area[d.row], "year": d.year[d.row], "theme": d.theme.astype(np.uint8)}).astype("category")
    row, theme = d.row[d.index_age[d.row] < BANDS], d.theme[d.index_age[d.row] < BANDS]
    trend = pd.DataFrame({"year": d.year[row], "age": d.index_age[row], "theme": theme.astype(np.uint8)}).astype("category")

    def counted(frame, by, shape):
        counts = frame.groupby(by, observed=True).size()
        result = np.zeros(shape, dtype=np.int64)
        result[tuple(counts.index.get_level_values(name).to_numpy(dtype=np.int64) for name in by)] = counts.to_numpy()
        return result.ravel()

    def gemm():
        x = wide.astype(np.float32)
        return np.triu(x.T.dot(x).to_numpy()).ravel()

    return [
        ("a", "wide", lambda: wide[(sex == 0) & (age == 0)].sum().to_numpy()),
        ("b", "long", lambda: counted(long, ["area", "theme"], (AREAS, THEMES))),
        ("b", "wide", lambda: wide.groupby(d.area).sum().reindex(range(AREAS), fill_value=0).to_numpy().ravel()),
        ("c", "matrix product", gemm),
        ("d", "long", lambda: counted(trend, ["year", "age", "theme"], (YEARS, BANDS, THEMES))),
    ]


def permutations(d):
    """10,000 random thirds of the reviews, in batches: the largest difference of shares, averaged."""
    n, chosen = len(d.area), len(d.area) // 3
    wide, label = d.bits.astype(np.float32), np.zeros(n, dtype=np.float32)
    label[:chosen] = 1
    total, random, batch = wide.sum(axis=0), np.random.default_rng(1), max(1, 20_000_000 // n)

    def run():
        done, sum_ = 0, 0.0
        while done < 10000:
            size = min(batch, 10000 - done)
            inside = random.permuted(np.broadcast_to(label, (size, n)), axis=1) @ wide
            sum_ += np.abs(inside / chosen - (total - inside) / (n - chosen)).max(axis=1).sum()
            done += size
        return sum_ / 10000

    print(f"value\tk:numpy\t{run():.6f}")
    measure("k", "batches of permuted and sgemm", run)


def sums(counts):
    n = np.rint(np.asarray(counts, dtype=np.float64)).astype(np.int64)
    key = np.arange(1, len(n) + 1, dtype=np.int64)
    return f"{n.sum()}:{(n * key).sum()}:{(n * (key * key % 9973)).sum()}"


def measure(query, form, run):
    runs, least, budget = (float(os.environ.get("BENCH_" + n, d)) for n, d in (("RUNS", 7), ("LEAST", 0.2), ("BUDGET", 20)))
    start = time.perf_counter()
    run()
    calls = int(0.002 / (time.perf_counter() - start)) + 1
    times, begin = [], time.perf_counter()
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            run()
        times.append((time.perf_counter() - start) / calls)
        spent = time.perf_counter() - begin
        if len(times) > 100 or (len(times) >= runs and spent >= least) or (len(times) >= 3 and spent > budget):
            break
    fields = (statistics.median(times), min(times), max(times))
    print("\t".join(["time", query, form] + [f"{x:.9f}" for x in fields] + [str(len(times))]), flush=True)


def main():
    engine = sys.argv[1]
    if engine == "cold":
        import pandas as pd
        reviews, codings = pd.read_pickle(sys.argv[2])
        each = codings.drop_duplicates()
        area = reviews["area"].to_numpy()[each["review"].to_numpy()]
        pd.crosstab(each["theme"], area).to_csv(sys.stdout, sep="\t")
        return
    if engine == "pickle":
        import pandas as pd
        d = Data(sys.argv[2])
        reviews = pd.DataFrame({"area": [f"area-{a + 1:02d}" for a in d.area]}, dtype="category")
        codings = pd.DataFrame({"review": d.finding[d.finding_row], "theme": d.finding_theme})
        pd.to_pickle((reviews, codings), sys.argv[3])
        return
    d, expected = Data(sys.argv[3]), dict(word.split("=") for word in sys.argv[5:])
    for query, form, run in (numpy_queries if engine == "numpy" else pandas_queries)(d):
        if expected.get(query) == sums(run()):
            measure(query, form, run)
        else:
            print(f"wrong\t{query}\t{form}")
    if engine == "numpy" and int(sys.argv[2]) == 3000:
        permutations(d)


main()
