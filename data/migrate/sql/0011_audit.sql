-- +goose Up
-- The audit trail (docs/decisions/0010): what was done and asked, by whom, sealed into a chain of hashes. The second lock on home rows.
-- And the homes of a past day (docs/decisions/0011).
SET LOCAL ROLE terrier_owner;

CREATE TABLE audit_entry (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    who        text NOT NULL CHECK (who ~ '^(public|command line|account:[1-9][0-9]{0,18})$'),
    action     text NOT NULL CHECK (action ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    kind       text NOT NULL CHECK (kind ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    ref        text NOT NULL DEFAULT '' CHECK (octet_length(ref) <= 1000),
    detail     text NOT NULL DEFAULT '{}' CHECK (json_typeof(detail::json) = 'object' AND octet_length(detail) <= 1048576),
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id text NOT NULL DEFAULT '' CHECK (octet_length(request_id) <= 200)
);
CREATE INDEX audit_entry_who ON audit_entry (who, id);
CREATE INDEX audit_entry_of ON audit_entry (kind, ref, id);
COMMENT ON TABLE audit_entry IS 'each write and each exact answer, as it was done; rows are never changed or removed';
COMMENT ON COLUMN audit_entry.id         IS 'given in the order of writing; gaps are of transactions that came to nothing';
COMMENT ON COLUMN audit_entry.who        IS 'account:ID, public or command line; never a name or an address';
COMMENT ON COLUMN audit_entry.action     IS 'what was done';
COMMENT ON COLUMN audit_entry.kind       IS 'to what kind of thing';
COMMENT ON COLUMN audit_entry.ref        IS 'to which one; empty where that was none, or many';
COMMENT ON COLUMN audit_entry.detail     IS 'what else is to be known: a JSON object. It is text because its very bytes are sealed';
COMMENT ON COLUMN audit_entry.at         IS 'when, by the clock of the database';
COMMENT ON COLUMN audit_entry.request_id IS 'of the request, as the log has it';

CREATE TABLE audit_seal (
    number   bigint PRIMARY KEY CHECK (number >= 1),
    previous bytea NOT NULL UNIQUE CHECK (length(previous) = 32),
    entries  integer NOT NULL CHECK (entries >= 1),
    at       timestamptz NOT NULL,
    hash     bytea NOT NULL UNIQUE CHECK (length(hash) = 32)
);
COMMENT ON TABLE audit_seal IS 'a batch of entries that was closed; each seal names the one before';
COMMENT ON COLUMN audit_seal.number   IS '1, 2, 3 and so on, without a gap';
COMMENT ON COLUMN audit_seal.previous IS 'the hash of the seal before; zeros for the first';
COMMENT ON COLUMN audit_seal.entries  IS 'how many entries it closes';
COMMENT ON COLUMN audit_seal.at       IS 'when it was made';
COMMENT ON COLUMN audit_seal.hash     IS 'SHA-256 over all that and the hashes of its entries by id, as plans/audit lays it down';

-- Which seal closes an entry stands apart from the entry, so that entries need never be changed. That an entry is sealed once is this
-- table's key.
CREATE TABLE audit_sealed (
    entry_id bigint PRIMARY KEY,
    seal     bigint NOT NULL REFERENCES audit_seal,
    hash     bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_sealed_seal ON audit_sealed (seal, entry_id);
COMMENT ON TABLE audit_sealed IS 'which entries a seal closes';
COMMENT ON COLUMN audit_sealed.entry_id IS 'the entry';
COMMENT ON COLUMN audit_sealed.seal     IS 'the seal that closes it';
COMMENT ON COLUMN audit_sealed.hash     IS 'SHA-256 of the entry when it was sealed, so that it can be told which one was changed since';

CREATE TABLE audit_waiting (
    entry_id bigint PRIMARY KEY
);
COMMENT ON TABLE audit_waiting IS 'entries that are to be sealed: what a transaction noted is seen here from the moment it is committed, however late that is';
COMMENT ON COLUMN audit_waiting.entry_id IS 'the entry';

-- +goose StatementBegin
CREATE FUNCTION audit_wait() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_waiting (entry_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
CREATE FUNCTION refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to: % is not changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER wait AFTER INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_wait();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_sealed FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- The owner too: nothing here is for anyone to change. (It keeps what lets it lock the tables, for a restore; and of audit_seal what
-- the check of a foreign key needs. The triggers refuse it all the same.)
REVOKE UPDATE, DELETE ON audit_entry, audit_sealed FROM terrier_owner;
-- Neither id nor time can be chosen.
GRANT INSERT (who, action, kind, ref, detail, request_id), SELECT (id, at) ON audit_entry TO terrier_write, terrier_exact, terrier_load;
GRANT SELECT ON audit_entry, audit_seal, audit_sealed, audit_waiting TO terrier_write;
GRANT INSERT ON audit_seal, audit_sealed TO terrier_write;
GRANT DELETE ON audit_waiting TO terrier_write;

-- Who may read a home row exactly. A transaction says for whom it asks (data/postgis, Exact): terrier.owners, whose homes save withheld
-- ones; terrier.own, whose withheld homes; terrier.authorities, where those homes must lie, if that is set; terrier.published, "yes" for
-- everyone's published homes beside. Where nothing is said nothing is seen. Each is read once a statement and not once a row: hence the
-- subqueries.
DROP POLICY exact ON home;
CREATE POLICY exact ON home FOR SELECT TO terrier_exact USING (
    (sensitivity = 'published' AND (SELECT current_setting('terrier.published', true)) = 'yes')
    OR ((sensitivity <> 'withheld' AND owner_id = ANY ((SELECT string_to_array(nullif(current_setting('terrier.owners', true), ''), ',')::bigint[])::bigint[])
         OR sensitivity = 'withheld' AND owner_id = ANY ((SELECT string_to_array(nullif(current_setting('terrier.own', true), ''), ',')::bigint[])::bigint[]))
        AND ((SELECT nullif(current_setting('terrier.authorities', true), '')) IS NULL
             OR authority = ANY ((SELECT string_to_array(current_setting('terrier.authorities', true), ','))::text[]))));

-- A change counts from the beginning of its transaction: the whole of it then lies on one side of any moment, what was stands exactly
-- until what is, and an import stands from the time that is recorded of it. (Before, each row had its own time, and its predecessor
-- another, some time later.)
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    EXECUTE format('INSERT INTO %I SELECT ($1).*, $2, $3', TG_TABLE_NAME || '_version')
      USING OLD, greatest(now(), OLD.valid_from), nullif(current_setting('terrier.import', true), '')::bigint;
    RETURN NULL;
END
$$;
-- Whether a row is only being projected: nothing in it is another but its projections. (That they differ and the geometry does not was
-- taken for it before: an import that changed a home whose projections had not been filled in then left no predecessor.)
CREATE FUNCTION only_projected(of_table text, was record, now record) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    was.geom_4326 := now.geom_4326;
    was.geom_3857 := now.geom_3857;
    was.valid_from := now.valid_from;
    IF of_table = 'community_asset' THEN
        was.point_3857 := now.point_3857;
    END IF;
    IF of_table <> 'home' THEN -- made from the name, and before a row is written not yet there
        was.search_key := now.search_key;
    END IF;
    IF of_table = 'place' THEN
        was.search_key_cy := now.search_key_cy;
    END IF;
    RETURN was *= now;
END
$$;
CREATE OR REPLACE FUNCTION keep_version_of_shape() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF (OLD.geom_3857 IS NOT DISTINCT FROM NEW.geom_3857 AND OLD.geom_4326 IS NOT DISTINCT FROM NEW.geom_4326)
       OR NOT only_projected(TG_TABLE_NAME, OLD, NEW) THEN
        EXECUTE format('INSERT INTO %I SELECT ($1).*, $2, $3', TG_TABLE_NAME || '_version')
          USING OLD, greatest(now(), OLD.valid_from), nullif(current_setting('terrier.import', true), '')::bigint;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION forget_projection() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF (OLD.geom_3857 IS DISTINCT FROM NEW.geom_3857 OR OLD.geom_4326 IS DISTINCT FROM NEW.geom_4326)
       AND only_projected(TG_TABLE_NAME, OLD, NEW) THEN
        RETURN NEW;
    END IF;
    NEW.valid_from := greatest(now(), OLD.valid_from);
    IF NEW.geom IS DISTINCT FROM OLD.geom AND NEW.geom_3857 IS NOT DISTINCT FROM OLD.geom_3857 THEN
        NEW.geom_4326 := NULL;
        NEW.geom_3857 := NULL;
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION renew_valid_from() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.valid_from := greatest(now(), OLD.valid_from);
    RETURN NEW;
END
$$;
-- +goose StatementEnd
UPDATE home_version v SET valid_to = s.next
  FROM (SELECT id, valid_from, lead(valid_from) OVER (PARTITION BY id ORDER BY valid_from) AS next
          FROM (SELECT id, valid_from FROM home_version UNION ALL SELECT id, valid_from FROM home) h) s
 WHERE s.id = v.id AND s.valid_from = v.valid_from AND v.valid_to > s.next;

-- What its owner withholds today is withheld of the past as well: a refuge stands on the map of no earlier day either.
ALTER TABLE home_version ADD withheld_since boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN home_version.withheld_since IS 'the owner withholds the home by now, or did when it was last heard of: this too is for the owner alone';
CREATE INDEX home_version_key ON home_version (owner_id, provider_ref);
UPDATE home_version v SET withheld_since = true
 WHERE EXISTS (SELECT FROM home h WHERE h.sensitivity = 'withheld' AND h.id = v.id)
    OR EXISTS (SELECT FROM home h WHERE h.sensitivity = 'withheld' AND h.owner_id = v.owner_id AND h.provider_ref = v.provider_ref)
    OR NOT EXISTS (SELECT FROM home h WHERE h.id = v.id)
       AND 'withheld' = (SELECT l.sensitivity FROM home_version l WHERE l.id = v.id ORDER BY l.valid_to DESC, l.valid_from DESC LIMIT 1);

-- +goose StatementBegin
-- Follows what owners withhold, or withhold no longer, through the past of their homes: by row, and by the owner's reference, for a
-- home may have gone and come back.
CREATE FUNCTION withhold_past() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_hashjoin = on AS $$ -- imports turn it off for themselves
DECLARE
    h record;
BEGIN
    FOR h IN EXECUTE CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT id, owner_id, provider_ref, true AS hidden FROM written WHERE sensitivity = ''withheld'''
        ELSE 'SELECT w.id, w.owner_id, w.provider_ref, w.sensitivity = ''withheld'' AS hidden FROM written w JOIN replaced r USING (id)
               WHERE (w.sensitivity = ''withheld'') <> (r.sensitivity = ''withheld'')' END
    LOOP
        UPDATE home_version SET withheld_since = h.hidden WHERE id = h.id AND withheld_since <> h.hidden;
        UPDATE home_version SET withheld_since = h.hidden WHERE owner_id = h.owner_id AND provider_ref = h.provider_ref AND withheld_since <> h.hidden;
    END LOOP;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER withhold_past_inserted AFTER INSERT ON home REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION withhold_past();
CREATE TRIGGER withhold_past_updated AFTER UPDATE ON home REFERENCING OLD TABLE AS replaced NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION withhold_past();

-- The second lock on the past: as on home.
CREATE POLICY exact ON home_version FOR SELECT TO terrier_exact USING (
    (sensitivity = 'published' AND NOT withheld_since AND (SELECT current_setting('terrier.published', true)) = 'yes')
    OR ((sensitivity <> 'withheld' AND NOT withheld_since
         AND owner_id = ANY ((SELECT string_to_array(nullif(current_setting('terrier.owners', true), ''), ',')::bigint[])::bigint[])
         OR (sensitivity = 'withheld' OR withheld_since)
         AND owner_id = ANY ((SELECT string_to_array(nullif(current_setting('terrier.own', true), ''), ',')::bigint[])::bigint[]))
        AND ((SELECT nullif(current_setting('terrier.authorities', true), '')) IS NULL
             OR authority = ANY ((SELECT string_to_array(current_setting('terrier.authorities', true), ','))::text[]))));
GRANT SELECT ON home_version TO terrier_exact;

-- Under a policy no index of shapes is used (docs/decisions/0004), and a past has many rows: homes_past finds where they are, by its
-- owner's right, and holds to the same rule itself. What it finds is fetched under the policies. Each home is in one of the indexes of
-- shapes, whatever its sensitivity, and those that are withheld are found by their owner only: looking for others does not come near them.
CREATE INDEX home_geom_shared ON home USING gist (geom) WHERE sensitivity IN ('open', 'restricted');
CREATE INDEX home_withheld ON home (owner_id) WHERE sensitivity = 'withheld';
CREATE INDEX home_version_geom ON home_version USING gist (geom) WHERE sensitivity <> 'withheld' AND NOT withheld_since;
CREATE INDEX home_version_withheld ON home_version (owner_id) WHERE sensitivity = 'withheld' OR withheld_since;
CREATE INDEX home_version_owner ON home_version (owner_id, valid_to);

-- +goose StatementBegin
CREATE FUNCTION homes_past(boundary geometry, moment timestamptz) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owners      bigint[] := string_to_array(nullif(current_setting('terrier.owners', true), ''), ',')::bigint[];
    own         bigint[] := string_to_array(nullif(current_setting('terrier.own', true), ''), ',')::bigint[];
    authorities text[]   := string_to_array(nullif(current_setting('terrier.authorities', true), ''), ',');
    published   boolean  := coalesce(current_setting('terrier.published', true) = 'yes', false);
BEGIN
    RETURN QUERY
    SELECT h.id FROM home h
     WHERE h.sensitivity = 'published' AND ST_Covers(boundary, h.geom) AND h.valid_from < moment
       AND (published OR h.owner_id = ANY (owners) AND (authorities IS NULL OR h.authority = ANY (authorities)))
    UNION ALL
    SELECT h.id FROM home h
     WHERE h.sensitivity IN ('open', 'restricted') AND ST_Covers(boundary, h.geom) AND h.valid_from < moment
       AND h.owner_id = ANY (owners) AND (authorities IS NULL OR h.authority = ANY (authorities))
    UNION ALL
    SELECT h.id FROM home h
     WHERE h.sensitivity = 'withheld' AND h.owner_id = ANY (own) AND ST_Covers(boundary, h.geom) AND h.valid_from < moment
       AND (authorities IS NULL OR h.authority = ANY (authorities))
    UNION ALL
    SELECT v.id FROM home_version v
     WHERE v.sensitivity <> 'withheld' AND NOT v.withheld_since AND ST_Covers(boundary, v.geom) AND v.valid_from < moment AND v.valid_to >= moment
       AND (published AND v.sensitivity = 'published' OR v.owner_id = ANY (owners) AND (authorities IS NULL OR v.authority = ANY (authorities)))
    UNION ALL
    SELECT v.id FROM home_version v
     WHERE (v.sensitivity = 'withheld' OR v.withheld_since) AND v.owner_id = ANY (own) AND ST_Covers(boundary, v.geom) AND v.valid_from < moment AND v.valid_to >= moment
       AND (authorities IS NULL OR v.authority = ANY (authorities));
END
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION homes_past(geometry, timestamptz) IS 'ids of the homes that lay inside a boundary just before a moment, of those that the transaction may see';
REVOKE EXECUTE ON FUNCTION homes_past(geometry, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homes_past(geometry, timestamptz) TO terrier_exact;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
