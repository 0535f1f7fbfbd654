-- The statements of files that `ally-up export xapi` wrote, below the folder `statements`. A line that is no JSON is an error here:
-- `ally-up report` counts such lines and names the first.
CREATE OR REPLACE VIEW statements AS SELECT event FROM file('statements/*.jsonl', 'JSONAsString', 'event String');
