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

COPY (
    WITH questions AS (
        SELECT "row", name_key(person) AS person_key, name_key(destination) AS destination_key,
            CASE WHEN regexp_full_match(trim(date), '\d{4}-\d\d-\d\d') THEN try_cast(trim(date) AS DATE) END AS "on"
        FROM read_csv('questions.csv', columns = { row: 'BIGINT', person: 'VARCHAR', destination: 'VARCHAR', date: 'VARCHAR' })
    ),
    resolved AS (
        SELECT "row", persons.person, destinations.destination, "on"
        FROM questions
        LEFT JOIN persons ON persons.key = person_key
        LEFT JOIN destinations ON destinations.key = destination_key
    )
    -- Of the stretches that begin on the day or before it, the last: the stretches of a pair leave no gap.
    SELECT "row", verdict, duty, risk, membership, warrant,
        nullif(verdict_from, '0001-01-01') AS "from", nullif(verdict_until, '9999-12-31') AS "until"
    FROM resolved
    ASOF LEFT JOIN visit
        ON visit.person = resolved.person AND visit.destination = resolved.destination AND visit."from" <= resolved."on"
    ORDER BY "row"
) TO 'answers.csv' (HEADER);
