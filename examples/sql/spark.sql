-- The answers to questions.csv (row, person, destination, date) from the tables in tables/, as CSV files in answers/. For Apache Spark 4.
-- The columns are those that `screen` appends; a question without an answer has none: its name or its date is not known.

-- The key of a name, as tables/datapackage.json tells it. ICU comes with Spark.
CREATE OR REPLACE TEMPORARY FUNCTION name_key(name STRING) RETURNS STRING RETURN
    reflect('com.ibm.icu.text.Normalizer', 'compose', trim(regexp_replace(
        regexp_replace(
            replace(translate(lower(translate(
                regexp_replace(reflect('com.ibm.icu.text.Normalizer', 'decompose', name, true), r'\p{M}+', ''),
                'Σ', 'σ')), 'ıøłςىیکة', 'iolσييكه'), 'ß', 'ss'),
            r"['’‘ʼʻ`\x{640}\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]", ''),
        r'[^\p{L}\p{N}]+', ' ')), false);

CREATE OR REPLACE TEMPORARY VIEW persons (key STRING, person STRING, written STRING, name STRING)
    USING csv OPTIONS (path 'tables/persons.csv', header true, escape '"');
CREATE OR REPLACE TEMPORARY VIEW destinations (key STRING, destination STRING, written STRING, name STRING)
    USING csv OPTIONS (path 'tables/destinations.csv', header true, escape '"');
CREATE OR REPLACE TEMPORARY VIEW visit (
        person STRING, destination STRING, from DATE, until DATE, verdict STRING, duty STRING, risk STRING, membership STRING, warrant STRING,
        verdict_possible STRING, duty_possible STRING, risk_possible STRING, verdict_from STRING, verdict_until STRING, projection BOOLEAN,
        rules STRING)
    USING csv OPTIONS (path 'tables/visit.csv', header true, escape '"');
CREATE OR REPLACE TEMPORARY VIEW questions (row BIGINT, person STRING, destination STRING, date STRING)
    USING csv OPTIONS (path 'questions.csv', header true, escape '"');

-- Each name is looked up once, however often it is asked for.
CREATE OR REPLACE TEMPORARY VIEW person_of AS
    SELECT text, persons.person
    FROM (SELECT text, name_key(text) AS key FROM (SELECT DISTINCT person AS text FROM questions WHERE person IS NOT NULL)) JOIN persons USING (key);
CREATE OR REPLACE TEMPORARY VIEW destination_of AS
    SELECT text, destinations.destination
    FROM (SELECT text, name_key(text) AS key FROM (SELECT DISTINCT destination AS text FROM questions WHERE destination IS NOT NULL)) JOIN destinations USING (key);

-- The stretches are a small table, so every worker gets all of them: the questions stay where they are, and each meets the few
-- stretches of its pair. A last-value window would have to sort the questions among the stretches.
INSERT OVERWRITE DIRECTORY 'answers' USING csv OPTIONS (header true, emptyValue '')
WITH asked AS (
    SELECT *, CASE WHEN trim(date) RLIKE r'^\d{4}-\d\d-\d\d$' THEN try_cast(trim(date) AS DATE) END AS on_day FROM questions
)
SELECT /*+ BROADCAST(person_of, destination_of, visit) */
    row, verdict, duty, risk, membership, warrant, nullif(verdict_from, '0001-01-01') AS from, nullif(verdict_until, '9999-12-31') AS until
FROM asked
LEFT JOIN person_of ON person_of.text = asked.person
LEFT JOIN destination_of ON destination_of.text = asked.destination
LEFT JOIN visit
    ON visit.person = person_of.person AND visit.destination = destination_of.destination AND on_day BETWEEN visit.from AND visit.until;
