-- The answers to questions.csv (row, person, destination, date) from the tables in tables/, as answers.csv. For DuckDB.
-- The columns are those that `screen` appends; a question without an answer has none: its name or its date is not known.

-- The key of a name, as tables/datapackage.json tells it. Compatibility forms (ligatures, letters of full width) DuckDB cannot take apart;
-- a name in these finds nothing.
CREATE OR REPLACE MACRO name_key(name) AS
    nfc_normalize(trim(regexp_replace(
        regexp_replace(
            replace(translate(lower(strip_accents(name)), 'ıøłςىیکة', 'iolσييكه'), 'ß', 'ss'),
            '[''’‘ʼʻ`\x{640}\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]', '', 'g'),
        '[^\p{L}\p{N}]+', ' ', 'g')));

CREATE OR REPLACE TEMP TABLE persons AS FROM read_csv('tables/persons.csv', all_varchar = true);
CREATE OR REPLACE TEMP TABLE destinations AS FROM read_csv('tables/destinations.csv', all_varchar = true);
CREATE OR REPLACE TEMP TABLE visit AS FROM read_csv('tables/visit.csv', all_varchar = true);
ALTER TABLE visit ALTER "from" TYPE DATE;
CREATE OR REPLACE TEMP VIEW questions AS
    FROM read_csv('questions.csv', columns = { row: 'BIGINT', person: 'VARCHAR', destination: 'VARCHAR', date: 'VARCHAR' });

-- Each name is looked up once, however often it is asked for.
CREATE OR REPLACE TEMP TABLE person_of AS
    SELECT text, persons.person FROM (SELECT DISTINCT person AS text FROM questions) JOIN persons ON persons.key = name_key(text);
CREATE OR REPLACE TEMP TABLE destination_of AS
    SELECT text, destinations.destination
    FROM (SELECT DISTINCT destination AS text FROM questions) JOIN destinations ON destinations.key = name_key(text);

COPY (
    WITH asked AS (
        SELECT "row", person_of.person, destination_of.destination,
            CASE WHEN regexp_full_match(trim(date), '\d{4}-\d\d-\d\d') THEN try_cast(trim(date) AS DATE) END AS "on"
        FROM questions
        LEFT JOIN person_of ON person_of.text = questions.person
        LEFT JOIN destination_of ON destination_of.text = questions.destination
    )
    -- Of the stretches that begin on the day or before it, the last: the stretches of a pair leave no gap.
    SELECT "row", verdict, duty, risk, membership, warrant,
        nullif(verdict_from, '0001-01-01') AS "from", nullif(verdict_until, '9999-12-31') AS "until"
    FROM asked
    ASOF LEFT JOIN visit
        ON visit.person = asked.person AND visit.destination = asked.destination AND visit."from" <= asked."on"
    ORDER BY "row"
) TO 'answers.csv' (HEADER);
