-- One row for each question: the figures that `ally-up report --json` gives, from the same whole sums. DuckDB 2.0. What the columns mean
-- stands in clickhouse-questions.sql.
WITH
    answers AS (
        SELECT
            object.id AS activity,
            regexp_extract(object.id, '^https://ally-up\.invalid/xapi/courses/([^/]+)/questions/', 1) AS course,
            actor.account.homePage AS home,
            actor.account.name AS name,
            arg_min(
                {
                    ok: result.success::BIGINT,
                    sureness: result.extensions['https://ally-up.invalid/xapi/sureness'],
                    hundredths: try_cast(regexp_extract(result.duration, '^PT(\d+)\.\d\dS$', 1) AS BIGINT) * 100
                        + try_cast(regexp_extract(result.duration, '^PT\d+\.(\d\d)S$', 1) AS BIGINT)
                },
                {moment: "timestamp", id: id}
            ) AS first
        FROM statements
        WHERE verb.id = 'http://adlnet.gov/expapi/verbs/answered'
            AND result.extensions['https://ally-up.invalid/xapi/attempt'] = 1
            AND result.success IS NOT NULL AND "timestamp" IS NOT NULL
            AND object.id LIKE 'https://ally-up.invalid/xapi/courses/%/questions/%'
        GROUP BY ALL
    ),
    scored AS (
        SELECT
            course,
            activity,
            first.ok AS ok,
            first.sureness AS sureness,
            first.hundredths AS hundredths,
            sum(first.ok) OVER (PARTITION BY home, name, course) - first.ok AS rest
        FROM answers
    ),
    counted AS (
        SELECT
            course,
            url_decode(regexp_extract(activity, '/questions/(.*)$', 1)) AS question,
            count(*) AS n,
            sum(ok) AS x,
            sum(rest) AS y,
            sum(rest * rest) AS yy,
            sum(ok * rest) AS xy,
            median(hundredths) AS middle,
            count(hundredths) AS timed,
            count(*) FILTER (sureness = 'guess') AS said_guess,
            coalesce(sum(ok) FILTER (sureness = 'guess'), 0) AS guess_ok,
            count(*) FILTER (sureness = 'think') AS said_think,
            coalesce(sum(ok) FILTER (sureness = 'think'), 0) AS think_ok,
            count(*) FILTER (sureness = 'sure') AS said_sure,
            coalesce(sum(ok) FILTER (sureness = 'sure'), 0) AS sure_ok
        FROM scored
        GROUP BY course, activity
        HAVING count(*) >= 10
    )
SELECT
    course,
    question,
    n AS answered,
    x AS "right",
    y AS rest,
    yy AS rest_squared,
    xy AS right_rest,
    CASE WHEN n * x > x * x AND n * yy > y * y
        THEN (n * xy - x * y)::DOUBLE / (sqrt((n * x - x * x)::DOUBLE) * sqrt((n * yy - y * y)::DOUBLE)) END AS discrimination,
    CASE WHEN timed >= 10 THEN middle / 100 END AS seconds,
    CASE WHEN said_guess >= 10 THEN said_guess END AS guess,
    CASE WHEN said_guess >= 10 THEN guess_ok END AS guess_right,
    CASE WHEN said_think >= 10 THEN said_think END AS think,
    CASE WHEN said_think >= 10 THEN think_ok END AS think_right,
    CASE WHEN said_sure >= 10 THEN said_sure END AS sure,
    CASE WHEN said_sure >= 10 THEN sure_ok END AS sure_right
FROM counted
ORDER BY course, question;
