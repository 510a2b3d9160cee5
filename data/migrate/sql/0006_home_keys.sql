-- +goose Up
-- A home's foreign keys are checked once a statement and not once a row (docs/decisions/0006): of an import of millions of homes,
-- which name a few dozen organisations and one import, the row checks took more than half the time.
SET LOCAL ROLE terrier_owner;

ALTER TABLE home DROP CONSTRAINT home_owner_id_fkey, DROP CONSTRAINT home_manager_id_fkey, DROP CONSTRAINT home_source_id_fkey, DROP CONSTRAINT home_import_id_fkey;

-- +goose StatementBegin
-- What homes point to must be there, and stay until the transaction ends: as a foreign key has it.
CREATE FUNCTION home_keys_exist() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    named bigint[];
    found integer;
BEGIN
    SELECT array_agg(id) INTO named FROM (SELECT owner_id AS id FROM written UNION SELECT manager_id FROM written) k WHERE id IS NOT NULL;
    SELECT count(*) INTO found FROM (SELECT FROM organisation WHERE id = ANY (named) FOR KEY SHARE) o;
    IF found < coalesce(array_length(named, 1), 0) THEN
        RAISE EXCEPTION 'a home names an organisation that is not there' USING ERRCODE = 'foreign_key_violation', TABLE = 'home', COLUMN = 'owner_id';
    END IF;
    SELECT array_agg(DISTINCT source_id) INTO named FROM written;
    SELECT count(*) INTO found FROM (SELECT FROM source WHERE id = ANY (named) FOR KEY SHARE) o;
    IF found < coalesce(array_length(named, 1), 0) THEN
        RAISE EXCEPTION 'a home names a source that is not there' USING ERRCODE = 'foreign_key_violation', TABLE = 'home', COLUMN = 'source_id';
    END IF;
    SELECT array_agg(DISTINCT import_id) FILTER (WHERE import_id IS NOT NULL) INTO named FROM written;
    SELECT count(*) INTO found FROM (SELECT FROM import WHERE id = ANY (named) FOR KEY SHARE) o;
    IF found < coalesce(array_length(named, 1), 0) THEN
        RAISE EXCEPTION 'a home names an import that is not there' USING ERRCODE = 'foreign_key_violation', TABLE = 'home', COLUMN = 'import_id';
    END IF;
    RETURN NULL;
END
$$;
-- What homes point to may not go.
CREATE FUNCTION named_by_homes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    needed boolean;
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'organisation' THEN needed := EXISTS (SELECT FROM home WHERE owner_id = OLD.id) OR EXISTS (SELECT FROM home WHERE manager_id = OLD.id);
        WHEN 'source' THEN needed := EXISTS (SELECT FROM home WHERE source_id = OLD.id);
        ELSE needed := EXISTS (SELECT FROM home WHERE import_id = OLD.id);
    END CASE;
    IF needed THEN
        RAISE EXCEPTION 'homes refer to this row of %', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation', TABLE = 'home';
    END IF;
    RETURN OLD;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER keys_exist_inserted AFTER INSERT ON home REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION home_keys_exist();
CREATE TRIGGER keys_exist_updated AFTER UPDATE ON home REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION home_keys_exist();
CREATE TRIGGER named_by_homes BEFORE DELETE ON organisation FOR EACH ROW EXECUTE FUNCTION named_by_homes();
CREATE TRIGGER named_by_homes BEFORE DELETE ON source FOR EACH ROW EXECUTE FUNCTION named_by_homes();
CREATE TRIGGER named_by_homes BEFORE DELETE ON import FOR EACH ROW EXECUTE FUNCTION named_by_homes();
DROP INDEX home_uprn; -- nothing asks by it
CREATE INDEX home_manager ON home (manager_id) WHERE manager_id IS NOT NULL;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
