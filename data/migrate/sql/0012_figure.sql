-- +goose Up
-- Figures that somebody opened by link, exported or printed, as they were then (docs/decisions/0011). Looking at a page keeps nothing.
SET LOCAL ROLE terrier_owner;

CREATE TABLE figure (
    id             text PRIMARY KEY CHECK (id ~ '^[a-z2-7]{16}-[a-z2-7]{32}$'),
    subject        text NOT NULL CHECK (subject IN ('homes', 'areas', 'assets', 'associations')),
    boundary       text NOT NULL CHECK (boundary IN ('everywhere', 'area', 'bbox', 'shape')),
    area_ref       text CHECK (area_ref ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    area_version   integer CHECK (area_version >= 1),
    area_sha256    text CHECK (area_sha256 ~ '^[0-9a-f]{64}$'),
    bbox           double precision[] CHECK (cardinality(bbox) = 4),
    bbox_crs       text CHECK (bbox_crs IN ('EPSG:4326', 'EPSG:27700')),
    geom           geometry(MultiPolygon, 27700) CHECK (is_millimetre(geom)),
    boundary_name  text NOT NULL,
    hectares       double precision NOT NULL CHECK (hectares >= 0),
    perimeter_km   double precision NOT NULL CHECK (perimeter_km >= 0),
    filters        jsonb NOT NULL CHECK (jsonb_typeof(filters) = 'object'),
    groupings      text[] NOT NULL,
    asked_as_at    date,
    total          bigint NOT NULL,
    counts         jsonb NOT NULL CHECK (jsonb_typeof(counts) = 'object'),
    oldest         date,
    margin         integer NOT NULL CHECK (margin >= 0),
    rule           text NOT NULL,
    rule_version   integer NOT NULL CHECK (rule_version >= 1),
    rule_text      text NOT NULL,
    policy         text NOT NULL CHECK (policy IN ('published-homes', 'open-register')), -- whoever has its id opens it
    policy_version integer NOT NULL CHECK (policy_version >= 1),
    policy_text    text NOT NULL,
    release        text,
    sources        jsonb NOT NULL CHECK (jsonb_typeof(sources) = 'array'),
    computed_at    timestamptz NOT NULL,
    kept_at        timestamptz NOT NULL DEFAULT now(),
    expires_at     timestamptz,
    CHECK ((boundary = 'area') = (area_ref IS NOT NULL) AND (boundary = 'area') = (area_sha256 IS NOT NULL) AND (boundary = 'area' OR area_version IS NULL)),
    CHECK ((boundary = 'bbox') = (bbox IS NOT NULL) AND (boundary = 'bbox') = (bbox_crs IS NOT NULL)),
    CHECK ((boundary = 'shape') = (geom IS NOT NULL))
);
CREATE INDEX figure_expires ON figure (expires_at) WHERE expires_at IS NOT NULL;
COMMENT ON TABLE figure IS 'numbers that somebody opened by link, exported or printed, with all that made them; rows are never changed';
COMMENT ON COLUMN figure.id             IS 'hash of question, answer, rule and policy (plans/provenance)';
COMMENT ON COLUMN figure.subject        IS 'what is counted';
COMMENT ON COLUMN figure.boundary       IS 'the kind of boundary that it is counted in';
COMMENT ON COLUMN figure.area_ref       IS 'the stored plan area; its shape is not kept here again';
COMMENT ON COLUMN figure.area_version   IS 'the number of the area''s version; NULL where plain SQL gave it a shape that has none';
COMMENT ON COLUMN figure.area_sha256    IS 'hash of the version''s shape, as in area_version';
COMMENT ON COLUMN figure.bbox           IS 'west, south, east, north of a box, as it was given';
COMMENT ON COLUMN figure.bbox_crs       IS 'the coordinate system of the box';
COMMENT ON COLUMN figure.geom           IS 'a shape that somebody drew, EPSG:27700';
COMMENT ON COLUMN figure.boundary_name  IS 'what the boundary is called';
COMMENT ON COLUMN figure.hectares       IS 'its area; 0 for everywhere';
COMMENT ON COLUMN figure.perimeter_km   IS 'its length around; 0 for everywhere';
COMMENT ON COLUMN figure.filters        IS 'key to values, any of which what is counted must have';
COMMENT ON COLUMN figure.groupings      IS 'what it is counted by';
COMMENT ON COLUMN figure.asked_as_at    IS 'the day that the question is about; NULL: as it stood';
COMMENT ON COLUMN figure.total          IS 'the number';
COMMENT ON COLUMN figure.counts         IS 'grouping to counts, as they were shown';
COMMENT ON COLUMN figure.oldest         IS 'the day of the oldest return or list counted';
COMMENT ON COLUMN figure.margin         IS 'the true number lies within this, with 99%; 0: exact';
COMMENT ON COLUMN figure.rule           IS 'how it was counted';
COMMENT ON COLUMN figure.rule_version   IS 'of the rule';
COMMENT ON COLUMN figure.rule_text      IS 'the rule in plain English, as it was shown';
COMMENT ON COLUMN figure.policy         IS 'what of the count is shown to whom';
COMMENT ON COLUMN figure.policy_version IS 'of the policy';
COMMENT ON COLUMN figure.policy_text    IS 'the policy in plain English, as it was shown';
COMMENT ON COLUMN figure.release        IS 'the public release that it was counted from; NULL where it was none';
COMMENT ON COLUMN figure.sources        IS 'publisher, licence, as-at and retrieved of each source';
COMMENT ON COLUMN figure.computed_at    IS 'when it was worked out';
COMMENT ON COLUMN figure.kept_at        IS 'when it was opened or exported first';
COMMENT ON COLUMN figure.expires_at     IS 'when it is removed: what somebody drew is kept for a year; NULL: until further notice';

-- +goose StatementBegin
CREATE FUNCTION refuse_change_of_figure() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a figure is never changed: its id is the hash of what it says' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- Removes the figures whose time is over; returns how many those were.
CREATE FUNCTION prune_figures() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM figure WHERE expires_at < now() RETURNING 1)
    SELECT count(*) FROM gone
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION prune_figures() IS 'removes the figures whose time is over';
CREATE TRIGGER refuse_change BEFORE UPDATE ON figure FOR EACH ROW EXECUTE FUNCTION refuse_change_of_figure();

-- Nobody may change or remove one; only the function removes, and only what is over.
GRANT SELECT, INSERT ON figure TO terrier_write;
GRANT SELECT ON figure TO terrier_public;
REVOKE EXECUTE ON FUNCTION prune_figures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_figures() TO terrier_load;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
