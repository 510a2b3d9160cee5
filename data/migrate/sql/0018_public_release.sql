-- +goose Up
-- Public releases: the table of protected figures that the public is answered from, besides published homes (docs/disclosure.md).
SET LOCAL ROLE terrier_owner;

CREATE TABLE release_secret (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    secret  bytea NOT NULL CHECK (length(secret) = 32),
    made_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE release_secret IS 'one row: what the noise of protected figures is drawn from; whoever has it can undo the noise';
COMMENT ON COLUMN release_secret.one     IS 'true: there is one row';
COMMENT ON COLUMN release_secret.secret  IS '32 random bytes';
COMMENT ON COLUMN release_secret.made_at IS 'when it was made';

CREATE TABLE disclosure_cell (
    id        text PRIMARY KEY CHECK (id ~ '^[a-z2-7]{16}$'),
    units     text[] NOT NULL CHECK (cardinality(units) > 0),
    point     geometry(Point, 27700) NOT NULL CHECK (is_millimetre(point)),
    geom      geometry(MultiPolygon, 27700) NOT NULL CHECK (is_millimetre(geom)),
    geom_3857 geometry(MultiPolygon, 3857),
    hectares  double precision NOT NULL CHECK (hectares > 0)
);
COMMENT ON TABLE disclosure_cell IS 'small pieces of land whose homes are protected together; rows are never changed';
COMMENT ON COLUMN disclosure_cell.id        IS 'hash of the codes of its units';
COMMENT ON COLUMN disclosure_cell.units     IS 'codes of census output areas, or of squares of 250 metres of the National Grid, ascending';
COMMENT ON COLUMN disclosure_cell.point     IS 'on the surface of its outline: a shape that holds it is answered with the whole cell';
COMMENT ON COLUMN disclosure_cell.geom      IS 'outline, EPSG:27700, as the boundaries were when it was made';
COMMENT ON COLUMN disclosure_cell.geom_3857 IS 'outline in Web Mercator, by OSTN15';
COMMENT ON COLUMN disclosure_cell.hectares  IS 'area of the outline';

CREATE TABLE public_release (
    number         integer PRIMARY KEY CHECK (number > 0),
    name           text NOT NULL UNIQUE CHECK (name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]+)?$'),
    built_at       timestamptz NOT NULL,
    as_at          date,
    policy_version integer NOT NULL CHECK (policy_version > 0),
    scheme         jsonb NOT NULL CHECK (jsonb_typeof(scheme) = 'object'),
    fingerprint    text NOT NULL,
    plan           jsonb NOT NULL CHECK (jsonb_typeof(plan) = 'object')
);
COMMENT ON TABLE public_release IS 'each building of the protected table; the one with the highest number is served; rows are never changed';
COMMENT ON COLUMN public_release.number         IS 'counted from 1';
COMMENT ON COLUMN public_release.name           IS 'the day it was built; a second one of that day has -2';
COMMENT ON COLUMN public_release.built_at       IS 'the moment whose homes it is made of';
COMMENT ON COLUMN public_release.as_at          IS 'the oldest return that went in';
COMMENT ON COLUMN public_release.policy_version IS 'of the policy of protected figures';
COMMENT ON COLUMN public_release.scheme         IS 'which tables each cell has, with their categories in order';
COMMENT ON COLUMN public_release.fingerprint    IS 'tells whether the secret is still the same';
COMMENT ON COLUMN public_release.plan           IS 'what it changed against the one before: numbers of cells, no numbers of homes';

CREATE TABLE public_release_owners (
    release   integer NOT NULL REFERENCES public_release,
    authority text NOT NULL,
    refs      text[] NOT NULL,
    PRIMARY KEY (release, authority)
);
COMMENT ON TABLE public_release_owners IS 'the owners that a release shows apart';
COMMENT ON COLUMN public_release_owners.release   IS 'the release';
COMMENT ON COLUMN public_release_owners.authority IS 'code of the local authority';
COMMENT ON COLUMN public_release_owners.refs      IS 'refs of the owners with 100 homes or more there, in the order of the tables';

CREATE TABLE public_release_cell (
    release integer NOT NULL REFERENCES public_release,
    cell      text NOT NULL REFERENCES disclosure_cell,
    authority text NOT NULL,
    entries   integer[] NOT NULL,
    PRIMARY KEY (release, cell)
);
COMMENT ON TABLE public_release_cell IS 'what a release tells of each cell: everything in it may be told to everyone';
COMMENT ON COLUMN public_release_cell.release IS 'the release';
COMMENT ON COLUMN public_release_cell.cell    IS 'the cell';
COMMENT ON COLUMN public_release_cell.authority IS 'code of the local authority that it lay in then: its owners are in the tables; empty where none was known';
COMMENT ON COLUMN public_release_cell.entries IS 'protected: the total, each one-way table, the two-way table row by row, as the scheme and the owners have them';

CREATE TABLE release_content (
    release integer NOT NULL REFERENCES public_release,
    cell    text NOT NULL REFERENCES disclosure_cell,
    owner   text NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (release, cell, owner)
);
COMMENT ON TABLE release_content IS 'stands for what each owner had in a cell, so that the next plan can tell whether that has changed; of the last release only';
COMMENT ON COLUMN release_content.release IS 'the release';
COMMENT ON COLUMN release_content.cell    IS 'the cell';
COMMENT ON COLUMN release_content.owner   IS 'id of the owner';
COMMENT ON COLUMN release_content.content IS 'keyed hash: only with the secret can be told what it stands for';

-- Figures that were counted from a release may be kept like all others of the public.
ALTER TABLE figure ADD parts jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(parts) = 'array');
COMMENT ON COLUMN figure.parts IS 'what each source says of the total, where there are several: published homes, protected figures';
ALTER TABLE exact_figure ADD parts jsonb NOT NULL DEFAULT '[]' CHECK (parts = '[]');
COMMENT ON COLUMN exact_figure.parts IS 'none: what those who are entitled are told has one source';
ALTER TABLE figure DROP CONSTRAINT figure_policy_check;
ALTER TABLE figure ADD CONSTRAINT figure_policy_check CHECK (policy IN ('published-homes', 'protected-homes', 'open-register'));

-- +goose StatementBegin
-- A new release is read by every server, and may name an association that the public did not know.
CREATE FUNCTION note_release() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_reload('public_release', true), note_reload('organisation', true);
    RETURN NULL;
END
$$;
-- Whether the public may know of an organisation: it is in a register of its own, publishes a home, or is shown apart by the release
-- that is served. Asked with the rights of whoever asks.
CREATE FUNCTION is_told_by_release(ref text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public_release_owners o WHERE o.release = (SELECT max(number) FROM public_release) AND $1 = ANY (o.refs))
$$;
DO $$
DECLARE
    condition text := 'NOT w.named_by_home OR is_told_by_release(w.ref) OR EXISTS (SELECT FROM home h WHERE h.owner_id = w.id AND h.sensitivity = ''published'')';
BEGIN
    DROP TRIGGER note_inserted ON organisation;
    DROP TRIGGER note_updated ON organisation;
    DROP TRIGGER note_deleted ON organisation;
    DROP TRIGGER note_truncated ON organisation;
    EXECUTE format('CREATE TRIGGER note_inserted AFTER INSERT ON organisation REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', condition);
    EXECUTE format('CREATE TRIGGER note_updated AFTER UPDATE ON organisation REFERENCING OLD TABLE AS replaced NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', condition);
    EXECUTE format('CREATE TRIGGER note_deleted AFTER DELETE ON organisation REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', condition);
    EXECUTE format('CREATE TRIGGER note_truncated BEFORE TRUNCATE ON organisation FOR EACH STATEMENT EXECUTE FUNCTION note_truncate(%L)', condition);
END
$$;
-- +goose StatementEnd
CREATE TRIGGER note_written AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public_release FOR EACH STATEMENT EXECUTE FUNCTION note_release();

DROP POLICY public ON organisation;
CREATE POLICY public ON organisation FOR SELECT TO terrier_public
    USING (NOT named_by_home OR is_told_by_release(ref) OR EXISTS (SELECT FROM published_home p WHERE p.owner_id = organisation.id));

-- Nobody changes a release or takes one away.
GRANT SELECT, INSERT ON release_secret, disclosure_cell, public_release, public_release_owners, public_release_cell TO terrier_load;
GRANT SELECT, INSERT, DELETE ON release_content TO terrier_load;
GRANT SELECT ON disclosure_cell, public_release, public_release_owners, public_release_cell TO terrier_public, terrier_exact, terrier_write;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
