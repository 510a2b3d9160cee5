-- +goose Up
-- Imports can be undone, remember how a file's columns were read, and are known of even when they were cut off.
SET LOCAL ROLE terrier_owner;

ALTER TABLE import
    ADD header       text[] NOT NULL DEFAULT '{}',
    ADD organisation text NOT NULL DEFAULT '',
    ADD given        jsonb NOT NULL DEFAULT '{}',
    ADD undone_by    text;
ALTER TABLE import ADD CHECK ((undone_at IS NULL) = (undone_by IS NULL));
CREATE INDEX import_header ON import (kind, organisation, id DESC);
COMMENT ON COLUMN import.header       IS 'the names of the file''s columns, in file order';
COMMENT ON COLUMN import.organisation IS 'who owns or keeps the rows that do not say, as it was given';
COMMENT ON COLUMN import.given        IS 'what the person said of the columns: map (field to column) and set (field to value); used again for the next file of that organisation with those columns';
COMMENT ON COLUMN import.undone_by    IS 'who took it back';

CREATE TABLE import_attempt (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    file_name  text NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    who        text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    outcome    text CHECK (outcome IN ('done', 'failed', 'interrupted')),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX ON import_attempt (kind) WHERE ended_at IS NULL;
COMMENT ON TABLE import_attempt IS 'each import as it begins, in a transaction of its own, so that one that was cut off can be told of; an attempt under way holds an advisory lock';
COMMENT ON COLUMN import_attempt.id         IS 'internal key, and the number of the advisory lock';
COMMENT ON COLUMN import_attempt.kind       IS 'which register';
COMMENT ON COLUMN import_attempt.file_name  IS 'without its folder';
COMMENT ON COLUMN import_attempt.sha256     IS 'of the file''s bytes';
COMMENT ON COLUMN import_attempt.who        IS 'who began it';
COMMENT ON COLUMN import_attempt.started_at IS 'when it began';
COMMENT ON COLUMN import_attempt.ended_at   IS 'when it ended; NULL while it is under way, or was cut off and nobody noticed yet';
COMMENT ON COLUMN import_attempt.outcome    IS 'done, failed with a message, or interrupted: the program or the database stopped';

-- Organisations that came into being because a row named them go with that import.
CREATE TABLE organisation_made (
    organisation_id bigint PRIMARY KEY REFERENCES organisation ON DELETE CASCADE,
    import_id       bigint NOT NULL REFERENCES import
);
CREATE INDEX ON organisation_made (import_id);
COMMENT ON TABLE organisation_made IS 'organisations that were made because a row of an import named them';
COMMENT ON COLUMN organisation_made.organisation_id IS 'the organisation';
COMMENT ON COLUMN organisation_made.import_id       IS 'the import whose row named it first';

-- Places keep their predecessors too, so that an import of them can be undone.
CREATE TABLE place_version (LIKE place INCLUDING COMMENTS);
ALTER TABLE place_version ADD valid_to timestamptz NOT NULL DEFAULT now(), ADD replaced_by bigint;
COMMENT ON TABLE place_version IS 'places as they stood from valid_from until valid_to';
COMMENT ON COLUMN place_version.valid_to IS 'until when the row stood so';
COMMENT ON COLUMN place_version.replaced_by IS 'the import that changed or removed the row; NULL for plain SQL and for an import undone';
CREATE INDEX ON place_version (id, valid_from);
CREATE TRIGGER keep_version AFTER UPDATE ON place FOR EACH ROW EXECUTE FUNCTION keep_version_of_shape();
CREATE TRIGGER keep_deleted AFTER DELETE ON place FOR EACH ROW EXECUTE FUNCTION keep_version();
CREATE TRIGGER forget_projection BEFORE UPDATE ON place FOR EACH ROW EXECUTE FUNCTION forget_projection();

-- A basemap that another one replaces is kept, unseen, until the next one comes.
ALTER TABLE basemap ADD replaced_by bigint REFERENCES import;
COMMENT ON COLUMN basemap.replaced_by IS 'the import whose features are drawn instead; NULL for what is drawn';
DROP INDEX basemap_geom_3857;
CREATE INDEX basemap_geom_3857 ON basemap USING gist (geom_3857) WHERE replaced_by IS NULL;
CREATE INDEX basemap_import ON basemap (import_id);

-- The shapes of an area outlive it: an import that brought it may be undone.
ALTER TABLE area_version DROP CONSTRAINT area_version_area_id_fkey;
COMMENT ON COLUMN area_version.area_id IS 'the area; kept when an import that brought it is undone';

-- What comes back under its old reference gets its old address back.
CREATE INDEX ON community_asset_version (organisation_id, reference);
CREATE INDEX ON neighbourhood_plan_area_version (organisation_id, reference);
CREATE INDEX ON boundary_version (kind, code);
CREATE INDEX ON organisation_version (organisation_type, reference);

GRANT SELECT ON import_attempt, organisation_made, place_version TO terrier_load;
GRANT INSERT, UPDATE ON import_attempt TO terrier_load;
GRANT INSERT, DELETE ON organisation_made TO terrier_load;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
