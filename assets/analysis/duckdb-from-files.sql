-- The statements of files that `ally-up export xapi` wrote, below the folder `statements`, for DuckDB 2.0. Every column has its type:
-- guessed ones lose fractions and zones. A line that is no JSON is an error here: `ally-up report` counts such lines and names the first.
CREATE OR REPLACE VIEW statements AS SELECT * FROM read_ndjson('statements/*.jsonl', columns = {
    id: 'VARCHAR',
    actor: 'STRUCT(account STRUCT(homePage VARCHAR, name VARCHAR))',
    verb: 'STRUCT(id VARCHAR)',
    object: 'STRUCT(id VARCHAR)',
    result: 'STRUCT(success BOOLEAN, response VARCHAR, duration VARCHAR,
        extensions STRUCT("https://ally-up.invalid/xapi/sureness" VARCHAR, "https://ally-up.invalid/xapi/attempt" BIGINT))',
    "timestamp": 'TIMESTAMPTZ'
});
