// DuckDB and chDB (ClickHouse) on the generator's columns, every query in their best formulations.
//
//   node peers.mjs duckdb|chdb FOLDER THREADS [QUERY=S1:S2:S3...]
//   node peers.mjs import DOCUMENT DATABASE THREADS      DuckDB: the import document into a durable database, flat tables
//
// Lines as bench.h says. BENCH_PEERS names the folder with node_modules. A query gives rows of key and count; `square`
// ones give a theme and 64 counts.
import { createRequire } from "node:module";
import { rmSync } from "node:fs";

const [engine, source, ...rest] = process.argv.slice(2);
const load = createRequire(process.env.BENCH_PEERS + "/package.json");
const minRuns = Number(process.env.BENCH_RUNS || 7), least = Number(process.env.BENCH_LEAST || 0.2), budget = Number(process.env.BENCH_BUDGET || 20);
const now = () => Number(process.hrtime.bigint()) / 1e9;
const say = (...fields) => console.log(fields.join("\t"));

function sumsOf(rows, square) {
  const s = [0, 0, 0];
  const add = (key, n) => { s[0] += n; s[1] += n * (key + 1); s[2] += n * ((key + 1) ** 2 % 9973); };
  for (const row of rows) {
    const key = Number(row[0]);
    if (!square) add(key, Number(row[1]));
    else for (let t = key; t < 64; t++) add(key * 64 + t, Number(row[t + 1]));
  }
  return s.join(":");
}

async function measure(query, form, run) {
  let start = now();
  await run();
  const calls = Math.max(1, Math.ceil(0.002 / (now() - start + 1e-9))), times = [], begin = now();
  for (;;) {
    start = now();
    for (let i = 0; i < calls; i++) await run();
    times.push((now() - start) / calls);
    const spent = now() - begin;
    if (times.length > 100 || (times.length >= minRuns && spent >= least) || (times.length >= 3 && spent > budget)) break;
  }
  times.sort((a, b) => a - b);
  const n = times.length, median = (times[n >> 1] + times[(n - 1) >> 1]) / 2;
  say("time", query, form, median.toFixed(9), times[0].toFixed(9), times[n - 1].toFixed(9), n);
}

// ---- the two engines: run(sql) gives nothing, ask(sql) a list of rows, prepared where they can ----

async function openDuck(path, threads) {
  const { DuckDBInstance } = load("@duckdb/node-api");
  // What does not fit in memory goes below the build, not beside the sources.
  const spill = `${process.env.BENCH_PEERS || "."}/spill`;
  const instance = await DuckDBInstance.create(path, { threads: String(threads), temp_directory: spill });
  const connection = await instance.connect();
  return {
    run: sql => connection.run(sql),
    prepare: async sql => {
      const statement = await connection.prepare(sql);
      return { time: () => statement.runAndReadAll(), rows: async () => (await statement.runAndReadAll()).getRows() };
    },
    close: () => { connection.closeSync(); instance.closeSync(); },
  };
}

function openChdb(threads) {
  const { Session } = load("chdb");
  const session = new Session();
  const settings = ` SETTINGS max_threads = ${threads}`;
  return {
    run: sql => session.query(sql),
    prepare: sql => ({
      time: () => session.query(sql + settings, "RowBinary"),
      rows: () => session.query(sql + settings, "TabSeparated").split("\n").filter(l => l).map(l => l.split("\t")),
    }),
    close: () => session.cleanup(),
  };
}

const list = f => Array.from({ length: 64 }, (_, t) => f(t)).join(", ");

// Long tables have a row for each theme of a review (and of each band, each sex and band, of its children; of each child;
// of each finding); wide ones a 0/1 column a theme.
function statements(d) {
  const set = d === "duckdb" ? "(m0::UBIGINT + m1::UBIGINT * 4294967296)" : "bitOr(toUInt64(m0), bitShiftLeft(toUInt64(m1), 32))";
  const columns = {
    review: "id UInt32, area UInt8, year UInt8, outcome UInt8, team UInt16, index_sex UInt8, index_age UInt8, m0 UInt32, m1 UInt32",
    child: "review UInt32, sex UInt8, age UInt8, first_age UInt8, first_sex_age UInt8", finding: "review UInt32, m0 UInt32, m1 UInt32",
  };
  const csv = name => d === "duckdb" ? `read_csv('${source}/${name}.csv')` : `file('${source}/${name}.csv', 'CSVWithNames', '${columns[name]}')`;
  const table = (name, sql) => `CREATE TABLE ${name} ${d === "duckdb" ? "" : "ENGINE = Memory "}AS ${sql}`;
  const small = (x, bits) => d === "duckdb" ? `${x}::${{ 8: "UTINYINT", 16: "USMALLINT", 32: "UINTEGER" }[bits]}` : `toUInt${bits}(${x})`;
  const each = (columns, from) => d === "duckdb"
    ? `SELECT ${columns}, t::UTINYINT AS t FROM ${from}, range(64) g(t) WHERE (m >> t) & 1 = 1`
    : `SELECT ${columns}, t FROM (SELECT *, arrayMap(x -> toUInt8(x), bitPositionsToArray(m)) AS ts FROM ${from}) ARRAY JOIN ts AS t`;
  const bit = t => d === "duckdb" ? `((m >> ${t}) & 1)::BOOLEAN AS t${t}` : `toUInt8(bitTest(m, ${t})) AS t${t}`;
  const add = t => d === "duckdb" ? `count_if(t${t})` : `sum(t${t})`;
  const half = x => d === "duckdb" ? `(${x})::USMALLINT` : `toUInt16(${x})`;
  const setup = [
    table("r", `SELECT ${small("id", 32)} AS id, ${small("area", 8)} AS area, ${small("year", 8)} AS "year", ${small("outcome", 8)} AS outcome, ${small("team", 16)} AS team, ${small("index_sex", 8)} AS index_sex, ${small("index_age", 8)} AS index_age, ${set} AS m FROM ${csv("review")}`),
    table("c", `SELECT r.id AS id, ${small("c.sex", 8)} AS sex, ${small("c.age", 8)} AS age, r."year" AS "year", c.first_age AS first_age, c.first_sex_age AS first_sex_age, r.m AS m FROM ${csv("child")} c JOIN r ON r.id = c.review`),
    table("f", `SELECT r.area AS area, ${set} AS m FROM (SELECT review, m0, m1 FROM ${csv("finding")}) g JOIN (SELECT id, area FROM r) r ON r.id = g.review`),
    table("rt", each(`id, area, "year", outcome, team, index_sex, index_age, m`, "r")),
    table("sat", each("sex, age", "(SELECT * FROM c WHERE first_sex_age = 1) x")),
    table("keys", `SELECT ${half("area * 64 + t")} AS k FROM (SELECT ${d === "duckdb" ? "area::INTEGER" : "toUInt16(area)"} AS area, t FROM rt) x`),
    table("ya", `SELECT ${half("(y * 6 + age) * 64 + t")} AS k, "year", age, t FROM (SELECT ${d === "duckdb" ? `"year"::INTEGER` : `toUInt16("year")`} AS y, "year", index_age AS age, t FROM rt WHERE index_age < 6) x`),
    table("yat", `SELECT ${half("(y * 6 + age) * 64 + t")} AS k, "year", age, t FROM (${each(`${d === "duckdb" ? `"year"::INTEGER` : `toUInt16("year")`} AS y, "year", age`, "(SELECT * FROM c WHERE first_age = 1 AND age < 6) x")}) x`),
    table("ct", each("age", "(SELECT * FROM c WHERE age < 6) x")),
    table("ft", each("area", "f")),
    table("wide", `SELECT area, "year", outcome, ${list(bit)} FROM r`),
    table("pairs", `SELECT t AS theme, ${list(bit)} FROM rt`),
  ];
  const by = column => `SELECT ${d === "duckdb" ? `${column}::INTEGER` : column} * 64 + t, count(*) FROM rt GROUP BY ${column}, t`;
  const wide = d === "duckdb" ? "::INTEGER" : "";
  const queries = [
    ["a", "long", "SELECT t, count(*) FROM rt WHERE index_sex = 0 AND index_age = 0 GROUP BY t"],
    ["filters", "long", "SELECT t, count(*) FROM sat WHERE sex = 0 AND age = 0 GROUP BY t"],
    ["b", "long", by("area")],
    ["b", "one 16-bit key", "SELECT k, count(*) FROM keys GROUP BY k"],
    ["c", "long by wide", `SELECT theme, ${list(add)} FROM pairs GROUP BY theme`, true],
    ...[["d", "ya"], ["bands", "yat"]].flatMap(([name, table]) => [
      [name, "long", `SELECT ("year"${wide} * 6 + age${wide}) * 64 + t, count(*) FROM ${table} GROUP BY "year", age, t`],
      [name, "one 16-bit key", `SELECT k, count(*) FROM ${table} GROUP BY k`],
    ]),
    ["outcome", "long", by("outcome")],
    ["year", "long", by(`"year"`)],
    ["team", "long", by("team")],
    ["children", "long", `SELECT age${wide} * 64 + t, count(*) FROM ct GROUP BY age, t`],
    ["findings", "long", `SELECT area${wide} * 64 + t, count(*) FROM ft GROUP BY area, t`],
    ["pairing", "rows", `SELECT sex${wide} * 6 + age, count(*) FROM c WHERE first_sex_age = 1 AND sex < 2 AND age < 6 GROUP BY sex, age`],
  ];
  if (d === "chdb") {
    setup.push(table("bits", "SELECT t, groupBitmapState(id) AS b FROM rt GROUP BY t"));
    queries.push(["c", "roaring states", "SELECT x.t * 64 + y.t, bitmapAndCardinality(x.b, y.b) FROM bits x CROSS JOIN bits y WHERE x.t <= y.t"]);
  }
  return { setup, queries };
}

async function queries(threads, expected) {
  const db = engine === "duckdb" ? await openDuck(":memory:", threads) : openChdb(threads);
  const { setup, queries } = statements(engine);
  const start = now();
  for (const sql of setup) await db.run(sql);
  say("value", "prepare:" + engine, (now() - start).toFixed(3));
  for (const [name, form, sql, square] of queries) {
    const statement = await db.prepare(sql);
    if (expected[name] === sumsOf(await statement.rows(), square)) await measure(name, form, statement.time);
    else say("wrong", name, form);
  }
  db.close();
}

async function importFlat(database, threads) {
  rmSync(database, { force: true });
  const start = now(), db = await openDuck(database, threads);
  await db.run(`CREATE TEMP TABLE n AS SELECT unnest(review) FROM read_json('${source}', format = 'newline_delimited', columns = {review:
    'STRUCT(id VARCHAR, kind VARCHAR, scope VARCHAR, coded BOOLEAN, area VARCHAR, "year" VARCHAR, notified VARCHAR, outcome VARCHAR, team VARCHAR,
     children STRUCT(id VARCHAR, age JSON, sex VARCHAR)[], findings STRUCT(id VARCHAR, "text" VARCHAR, source VARCHAR, themes VARCHAR[])[])'}) WHERE review IS NOT NULL`);
  await db.run(`CREATE TABLE review AS SELECT id, kind, scope, coded, area, "year", notified, outcome, team FROM n`);
  await db.run("CREATE TABLE child AS SELECT id AS review, unnest(children, recursive := true) FROM n");
  await db.run(`CREATE TABLE finding AS SELECT review, f.id AS id, f."text" AS "text", f.source AS source FROM (SELECT id AS review, unnest(findings) AS f FROM n)`);
  await db.run("CREATE TABLE coding AS SELECT review, f.id AS finding, unnest(f.themes) AS theme FROM (SELECT id AS review, unnest(findings) AS f FROM n)");
  await db.run("DROP TABLE n");
  await db.run("CHECKPOINT");
  const count = await db.prepare("SELECT (SELECT count(*) FROM review), (SELECT count(*) FROM finding), (SELECT count(*) FROM coding)");
  const rows = await count.rows();
  db.close();
  const took = (now() - start).toFixed(6);
  say("time", "f", `flat, ${threads} threads`, took, took, took, 1);
  say("value", "duckdb rows", rows[0].join(" "));
}

if (engine === "import") await importFlat(rest[0], Number(rest[1]));
else await queries(Number(rest[0]), Object.fromEntries(rest.slice(1).map(s => s.split("="))));
