-- One row for each question: the figures that `ally-up report --json` gives, from the same whole sums. ClickHouse 26.9.
--
-- A first answer has attempt 1; of two of one learner to one question the earlier counts. `rest` is how many other questions of the course
-- a learner had right at once. Medians are exact: `median` samples, and `corr` differs in its last digits from run to run.
-- A figure over fewer than ten learners is null, and such a question has no row.
WITH
    read AS (
        SELECT
            concat(JSONExtractString(event, 'actor', 'account', 'homePage'), '\n', JSONExtractString(event, 'actor', 'account', 'name')) AS learner,
            JSONExtractString(event, 'object', 'id') AS activity,
            JSONExtractString(event, 'id') AS id,
            parseDateTime64BestEffortOrNull(JSONExtractString(event, 'timestamp'), 3, 'UTC') AS at,
            JSONExtract(event, 'result', 'success', 'Nullable(Bool)') AS success,
            JSONExtractString(event, 'result', 'extensions', 'https://ally-up.invalid/xapi/sureness') AS sureness,
            extractGroups(JSONExtractString(event, 'result', 'duration'), '^PT(\\d+)\\.(\\d\\d)S$') AS time
        FROM statements
        WHERE JSONExtractString(event, 'verb', 'id') = 'http://adlnet.gov/expapi/verbs/answered'
            AND JSONExtractUInt(event, 'result', 'extensions', 'https://ally-up.invalid/xapi/attempt') = 1
    ),
    answers AS (
        SELECT
            learner,
            activity,
            extract(activity, '^https://ally-up\\.invalid/xapi/courses/([^/]+)/questions/') AS course,
            argMin(
                (
                    toInt64(assumeNotNull(success)),
                    sureness,
                    if(length(time) = 2, toUInt32OrNull(time[1]) * 100 + toUInt32OrNull(time[2]), NULL)
                ),
                (assumeNotNull(at), id)
            ) AS first
        FROM read
        WHERE at IS NOT NULL AND success IS NOT NULL AND course != ''
        GROUP BY learner, activity
    ),
    scored AS (
        SELECT
            course,
            activity,
            first.1 AS ok,
            first.2 AS sureness,
            first.3 AS hundredths,
            sum(first.1) OVER (PARTITION BY learner, course) - first.1 AS rest
        FROM answers
    ),
    counted AS (
        SELECT
            course,
            decodeURLComponent(extract(activity, '/questions/(.*)$')) AS question,
            toInt64(count()) AS n,
            sum(ok) AS x,
            sum(rest) AS y,
            sum(rest * rest) AS yy,
            sum(ok * rest) AS xy,
            quantileExactInclusive(0.5)(hundredths) AS middle,
            count(hundredths) AS timed,
            countIf(sureness = 'guess') AS said_guess,
            sumIf(ok, sureness = 'guess') AS guess_ok,
            countIf(sureness = 'think') AS said_think,
            sumIf(ok, sureness = 'think') AS think_ok,
            countIf(sureness = 'sure') AS said_sure,
            sumIf(ok, sureness = 'sure') AS sure_ok
        FROM scored
        GROUP BY course, activity
        HAVING n >= 10
    )
SELECT
    course,
    question,
    n AS answered,
    x AS right,
    y AS rest,
    yy AS rest_squared,
    xy AS right_rest,
    if(n * x > x * x AND n * yy > y * y,
        toFloat64(n * xy - x * y) / (sqrt(toFloat64(n * x - x * x)) * sqrt(toFloat64(n * yy - y * y))), NULL) AS discrimination,
    if(timed >= 10, middle / 100, NULL) AS seconds,
    if(said_guess >= 10, said_guess, NULL) AS guess,
    if(said_guess >= 10, guess_ok, NULL) AS guess_right,
    if(said_think >= 10, said_think, NULL) AS think,
    if(said_think >= 10, think_ok, NULL) AS think_right,
    if(said_sure >= 10, said_sure, NULL) AS sure,
    if(said_sure >= 10, sure_ok, NULL) AS sure_right
FROM counted
ORDER BY course, question;
