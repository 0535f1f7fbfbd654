-- One row for each part of a response to a question: how many first answers have it. Ids are those of `ally-up report --json`.
WITH
    read AS (
        SELECT
            concat(JSONExtractString(event, 'actor', 'account', 'homePage'), '\n', JSONExtractString(event, 'actor', 'account', 'name')) AS learner,
            JSONExtractString(event, 'object', 'id') AS activity,
            JSONExtractString(event, 'id') AS id,
            parseDateTime64BestEffortOrNull(JSONExtractString(event, 'timestamp'), 3, 'UTC') AS at,
            JSONExtractString(event, 'result', 'response') AS response
        FROM statements
        WHERE JSONExtractString(event, 'verb', 'id') = 'http://adlnet.gov/expapi/verbs/answered'
            AND JSONExtractUInt(event, 'result', 'extensions', 'https://ally-up.invalid/xapi/attempt') = 1
            AND JSONExtract(event, 'result', 'success', 'Nullable(Bool)') IS NOT NULL
    ),
    answers AS (
        SELECT activity, argMin(response, (assumeNotNull(at), id)) AS first
        FROM read
        WHERE at IS NOT NULL AND match(activity, '^https://ally-up\\.invalid/xapi/courses/[^/]+/questions/')
        GROUP BY learner, activity
    ),
    asked AS (SELECT activity, count() AS n FROM answers GROUP BY activity HAVING n >= 10)
SELECT
    extract(activity, '/courses/([^/]+)/questions/') AS course,
    decodeURLComponent(extract(activity, '/questions/(.*)$')) AS question,
    arrayJoin(splitByString('[,]', first)) AS option,
    count() AS taken
FROM answers
WHERE first != '' AND activity IN (SELECT activity FROM asked)
GROUP BY activity, option
ORDER BY course, question, option;
