-- +goose Up
-- Where facts come from, and the record of each file that came in.
SET LOCAL ROLE terrier_owner;

-- +goose StatementBegin
-- A name as people search for it: lower case, without accents (Welsh circumflexes too), apostrophes or punctuation.
CREATE FUNCTION search_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(
               lower(translate(name, 'àáâäãåçèéêëìíîïñòóôöõùúûüýÿŵŷẁẃẅỳÀÁÂÄÃÅÇÈÉÊËÌÍÎÏÑÒÓÔÖÕÙÚÛÜÝŸŴŶẀẂẄỲ''’‘`´.',
                                     'aaaaaaceeeeiiiinooooouuuuyywywwwyaaaaaaceeeeiiiinooooouuuuyywywwwy')),
               '[^a-z0-9]+', ' ', 'g'))
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION search_key(text) IS 'the form of a name that search compares';

-- +goose StatementBegin
-- Whether every coordinate is the float64 nearest to a whole number of millimetres (docs/decisions/0003).
CREATE FUNCTION is_millimetre(g geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path = public AS $$
    SELECT CASE WHEN GeometryType(g) = 'POINT'
                THEN round(ST_X(g) * 1000) / 1000 = ST_X(g) AND round(ST_Y(g) * 1000) / 1000 = ST_Y(g)
                ELSE ST_AsBinary(g) = ST_AsBinary(ST_GeomFromText(ST_AsText(g, 3), 27700)) END
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION is_millimetre(geometry) IS 'true where every coordinate is the float64 nearest n/1000';

CREATE TABLE ref (
    kind text NOT NULL CHECK (kind IN ('areas', 'assets', 'associations', 'boundaries')),
    ref  text NOT NULL CHECK (ref ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    PRIMARY KEY (kind, ref)
);
COMMENT ON TABLE ref IS 'every slug ever given on this server; rows are never removed, so that no address is ever reused';

-- +goose StatementBegin
-- Gives a new slug for a name: the first keeps it bare, the second gets -2.
CREATE FUNCTION give_ref(for_kind text, name text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    base text := coalesce(nullif(replace(left(search_key(name), 60), ' ', '-'), ''), 'unnamed');
    try  text;
    n    integer;
BEGIN
    base := btrim(base, '-');
    -- start behind the highest number in use, so that many equal names do not walk the list
    SELECT coalesce(max(CASE WHEN r.ref = base THEN 1 ELSE substring(r.ref FROM length(base) + 2)::integer END), 0) + 1
      INTO n
      FROM ref r
     WHERE r.kind = for_kind AND (r.ref = base OR r.ref ~ ('^' || base || '-[0-9]{1,6}$'));
    LOOP
        try := CASE WHEN n = 1 THEN base ELSE base || '-' || n END;
        INSERT INTO ref (kind, ref) VALUES (for_kind, try) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN try;
        END IF;
        n := n + 1;
    END LOOP;
END
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION give_ref(text, text) IS 'gives a slug of the name that was never given before for this kind';

CREATE TABLE licence (
    slug             text PRIMARY KEY,
    name             text NOT NULL,
    url              text,
    attribution_text text NOT NULL
);
COMMENT ON TABLE licence IS 'a licence and the line that must be shown wherever data under it is shown';
INSERT INTO licence (slug, name, url, attribution_text) VALUES
    ('ogl-v3', 'Open Government Licence v3.0', 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
     'Contains public sector information licensed under the Open Government Licence v3.0'),
    ('ogl-v3-os', 'Open Government Licence v3.0 (Ordnance Survey)', 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
     'Contains OS data © Crown copyright and database right'),
    ('ogl-v3-ons', 'Open Government Licence v3.0 (Office for National Statistics)', 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
     'Source: Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right'),
    ('odbl', 'Open Database License', 'https://opendatacommons.org/licenses/odbl/', '© OpenStreetMap contributors'),
    ('cc-by-4', 'Creative Commons Attribution 4.0', 'https://creativecommons.org/licenses/by/4.0/', 'Licensed under CC BY 4.0'),
    ('own', 'The owner''s own terms', NULL, 'By permission of the owner'),
    ('invented', 'Invented for demonstration', NULL, 'Invented place · demonstration data'),
    ('not-stated', 'Licence not stated', NULL, 'Licence not stated');

CREATE TABLE source (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    publisher        text NOT NULL CHECK (publisher <> ''),
    licence          text NOT NULL DEFAULT 'not-stated' REFERENCES licence,
    as_at            date,
    retrieved_at     timestamptz NOT NULL DEFAULT now(),
    sha256           text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    url              text,
    attribution_text text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX source_once ON source (publisher, licence, coalesce(as_at, '-infinity'), coalesce(sha256, ''));
COMMENT ON TABLE source IS 'who published a file, under which licence, and as at when; every fact names one';

CREATE TABLE import (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('homes', 'assets', 'areas', 'boundaries', 'organisations', 'places', 'basemap')),
    file_name  text NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    source_id  bigint NOT NULL REFERENCES source,
    mapping    jsonb NOT NULL DEFAULT '{}',
    options    jsonb NOT NULL DEFAULT '{}',
    accepted   bigint NOT NULL DEFAULT 0 CHECK (accepted >= 0),
    refused    bigint NOT NULL DEFAULT 0 CHECK (refused >= 0),
    repaired   bigint NOT NULL DEFAULT 0 CHECK (repaired >= 0),
    unchanged  bigint NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    who        text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    undone_at  timestamptz
);
COMMENT ON TABLE import IS 'each file that was brought in, how its columns were read, and how many rows went where';

CREATE TABLE setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE setting IS 'facts about this database as a whole; "demo" is there while it holds the invented town';

COMMENT ON COLUMN ref.kind IS 'of what';
COMMENT ON COLUMN ref.ref  IS 'the slug';
COMMENT ON COLUMN licence.slug             IS 'how a source names it';
COMMENT ON COLUMN licence.name             IS 'in full';
COMMENT ON COLUMN licence.url              IS 'of its text';
COMMENT ON COLUMN licence.attribution_text IS 'the line that it asks for';
COMMENT ON COLUMN source.id               IS 'internal key';
COMMENT ON COLUMN source.publisher        IS 'who published it';
COMMENT ON COLUMN source.licence          IS 'under which terms';
COMMENT ON COLUMN source.as_at            IS 'the day the facts describe, as the publisher says';
COMMENT ON COLUMN source.retrieved_at     IS 'when it came here';
COMMENT ON COLUMN source.sha256           IS 'of the file''s bytes as they came';
COMMENT ON COLUMN source.url              IS 'where it was found';
COMMENT ON COLUMN source.attribution_text IS 'a line to show beside the licence''s own';
COMMENT ON COLUMN import.id         IS 'internal key';
COMMENT ON COLUMN import.kind       IS 'which register';
COMMENT ON COLUMN import.file_name  IS 'without its folder';
COMMENT ON COLUMN import.sha256     IS 'of the file''s bytes';
COMMENT ON COLUMN import.source_id  IS 'where the file comes from';
COMMENT ON COLUMN import.mapping    IS 'which column was read as which field';
COMMENT ON COLUMN import.options    IS 'how it was asked for';
COMMENT ON COLUMN import.accepted   IS 'rows taken, unchanged ones too';
COMMENT ON COLUMN import.refused    IS 'rows not taken';
COMMENT ON COLUMN import.repaired   IS 'of the accepted: taken after a remedy';
COMMENT ON COLUMN import.unchanged  IS 'of the accepted: stood in the register already, the same in every field';
COMMENT ON COLUMN import.who        IS 'who brought it in';
COMMENT ON COLUMN import.applied_at IS 'when';
COMMENT ON COLUMN import.undone_at  IS 'when it was taken back; NULL while it stands';
COMMENT ON COLUMN setting.name  IS 'which fact';
COMMENT ON COLUMN setting.value IS 'what holds';

-- The demonstration's name and licence are shown on every page, so readers of every role see them.
GRANT SELECT ON licence, source, setting TO terrier_load, terrier_write, terrier_exact, terrier_public;
GRANT SELECT ON ref, import TO terrier_load, terrier_exact;
GRANT INSERT, UPDATE ON source, import, setting TO terrier_load;
REVOKE EXECUTE ON FUNCTION give_ref(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION give_ref(text, text) TO terrier_load, terrier_write;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
