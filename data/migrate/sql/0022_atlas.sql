-- +goose Up
-- Saved maps: what people choose to show of the registers, at addresses that last. terrier_write keeps them; the public reads those that
-- are published, and not whose they are.
SET LOCAL ROLE terrier_owner;

CREATE TABLE saved_map (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref          text NOT NULL UNIQUE CHECK (ref ~ '^[a-z0-9]+(-[a-z0-9]+)*-[a-z2-7]{8}$' AND length(ref) <= 80),
    account_id   bigint NOT NULL REFERENCES account,
    version      bigint NOT NULL CHECK (version > 0),
    title        text NOT NULL CHECK (title <> '' AND length(title) <= 200),
    body         text NOT NULL CHECK (length(body) <= 5000),
    layers       text[] NOT NULL CHECK (layers <@ ARRAY['homes', 'areas', 'assets'] AND cardinality(layers) BETWEEN 1 AND 3),
    areas        text[] NOT NULL CHECK (cardinality(areas) <= 50),
    assets       text[] NOT NULL CHECK (cardinality(assets) <= 50),
    filters      jsonb NOT NULL CHECK (jsonb_typeof(filters) = 'object' AND octet_length(filters::text) <= 32768),
    lon          double precision CHECK (lon BETWEEN -180 AND 180),
    lat          double precision CHECK (lat BETWEEN -85 AND 85),
    zoom         double precision CHECK (zoom BETWEEN 0 AND 18),
    theme        text NOT NULL CHECK (theme IN ('auto', 'light', 'dark')),
    hosts        text[] NOT NULL CHECK (cardinality(hosts) <= 20 AND array_to_string(hosts, ' ') ~ '^[][a-z0-9.:/* -]*$'),
    made_at      timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    published_at timestamptz,
    made_by_edit text CHECK (made_by_edit <> '' AND length(made_by_edit) <= 100),
    UNIQUE (account_id, made_by_edit),
    CHECK (num_nulls(lon, lat, zoom) IN (0, 3))
);
CREATE INDEX saved_map_published ON saved_map (published_at DESC, ref) WHERE published_at IS NOT NULL;
COMMENT ON TABLE saved_map IS 'maps that people composed, as they stand';
COMMENT ON COLUMN saved_map.id           IS 'by which the audit trail names it';
COMMENT ON COLUMN saved_map.ref          IS 'in its address; it ends in letters that cannot be guessed, so that it tells nothing of other maps';
COMMENT ON COLUMN saved_map.account_id   IS 'whose it is, and who may change it';
COMMENT ON COLUMN saved_map.version      IS 'rises by one with each change';
COMMENT ON COLUMN saved_map.title        IS 'what its owner calls it';
COMMENT ON COLUMN saved_map.body         IS 'what its owner says of it, as plain text';
COMMENT ON COLUMN saved_map.layers       IS 'what lies over the ground';
COMMENT ON COLUMN saved_map.areas        IS 'slugs of the plan areas that it is about';
COMMENT ON COLUMN saved_map.assets       IS 'slugs of the community assets that it is about';
COMMENT ON COLUMN saved_map.filters      IS 'which homes it shows: values by key, as in addresses';
COMMENT ON COLUMN saved_map.lon          IS 'where it begins, in degrees (WGS 84); NULL: at all that it is about';
COMMENT ON COLUMN saved_map.lat          IS 'the same';
COMMENT ON COLUMN saved_map.zoom         IS 'how near it begins, counting tiles of 512 pixels';
COMMENT ON COLUMN saved_map.theme        IS 'how it is coloured';
COMMENT ON COLUMN saved_map.hosts        IS 'sites that may frame it, as sources of a Content-Security-Policy; none: every site';
COMMENT ON COLUMN saved_map.made_at      IS 'when it was made';
COMMENT ON COLUMN saved_map.changed_at   IS 'when it was last changed';
COMMENT ON COLUMN saved_map.published_at IS 'since when everybody may see it; NULL while only its owner does';
COMMENT ON COLUMN saved_map.made_by_edit IS 'name of the form that made it: sent again, it makes no second one';

-- +goose StatementBegin
-- What names a map or says whose it is stays.
CREATE FUNCTION keep_map_identity() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.ref, NEW.account_id, NEW.made_at) IS DISTINCT FROM (OLD.id, OLD.ref, OLD.account_id, OLD.made_at) THEN
        RAISE EXCEPTION 'a map keeps its address and its owner' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER keep_identity BEFORE UPDATE ON saved_map FOR EACH ROW EXECUTE FUNCTION keep_map_identity();

-- Refs of maps that are gone, so that no address is given again. Only a hash is kept: a title may say who somebody is.
CREATE TABLE saved_map_ref (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE saved_map_ref IS 'every address that a map ever had; rows are never removed';
COMMENT ON COLUMN saved_map_ref.sha256 IS 'of the ref';

-- +goose StatementBegin
CREATE FUNCTION note_map_ref() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO saved_map_ref (sha256) VALUES (encode(sha256(convert_to(NEW.ref, 'UTF8')), 'hex'));
    RETURN NEW;
END
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION note_map_ref() IS 'refuses an address that another map ever had (unique_violation)';
CREATE TRIGGER note_ref BEFORE INSERT ON saved_map FOR EACH ROW EXECUTE FUNCTION note_map_ref();

CREATE VIEW published_map WITH (security_barrier) AS
SELECT ref, version, title, body, layers, areas, assets, filters, lon, lat, zoom, theme, hosts, made_at, changed_at, published_at
  FROM saved_map WHERE published_at IS NOT NULL;
COMMENT ON VIEW published_map IS 'the maps that everybody may see, without whose they are';

GRANT SELECT, INSERT, DELETE ON saved_map TO terrier_write;
GRANT UPDATE (version, title, body, layers, areas, assets, filters, lon, lat, zoom, theme, hosts, changed_at, published_at) ON saved_map TO terrier_write;
GRANT SELECT ON published_map TO terrier_public, terrier_write;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
