-- +goose Up
-- The audit trail (docs/decisions/0010): what was done and asked, by whom, sealed into a chain of hashes. And the second lock on home
-- rows, of today and of the past.
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
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
