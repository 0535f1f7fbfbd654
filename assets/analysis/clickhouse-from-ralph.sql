-- The statements that Ralph keeps in ClickHouse. Run this, or clickhouse-from-files.sql, before the queries.
CREATE OR REPLACE VIEW statements AS SELECT event FROM xapi_events_all;
