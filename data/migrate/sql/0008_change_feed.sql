-- +goose Up
-- The change feed: which rows were written by which transaction, so that what is kept in memory can follow. Keys only, never images
-- of rows: a follower reads the rows as they stand. Its rule of what is new stands in data/postgis (Feed).
SET LOCAL ROLE terrier_owner;

CREATE TABLE change (
    xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    table_name text NOT NULL,
    row_id     bigint,
    public     boolean NOT NULL,
    import_id  bigint,
    written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX change_xid ON change (xid, table_name, row_id);
COMMENT ON TABLE change IS 'keys of rows that were written; kept for a while and left out of backups';
COMMENT ON COLUMN change.xid        IS 'the transaction that wrote it';
COMMENT ON COLUMN change.table_name IS 'the table it stands in';
COMMENT ON COLUMN change.row_id     IS 'its id; NULL where so many rows were written that the table is to be read anew';
COMMENT ON COLUMN change.public     IS 'the public may read the row, or might before it was written';
COMMENT ON COLUMN change.import_id  IS 'where row_id is NULL: the import that wrote them; NULL for plain SQL';
COMMENT ON COLUMN change.written_at IS 'when its transaction began';

CREATE TABLE feed (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    floor xid8 NOT NULL DEFAULT pg_current_xact_id()
);
INSERT INTO feed DEFAULT VALUES;
COMMENT ON TABLE feed IS 'one row: what a follower must know to tell whether it can go on from where it was';
COMMENT ON COLUMN feed.one   IS 'true: there is one row';
COMMENT ON COLUMN feed.epoch IS 'another one since a backup was restored: a follower then reads everything anew';
COMMENT ON COLUMN feed.floor IS 'changes of transactions up to this one may have been removed: a follower that has not seen them all reads everything anew';

-- The public follows the changes that concern it. A barrier, for without one a function in a query could see the others.
CREATE VIEW public_change WITH (security_barrier) AS
SELECT xid, table_name, row_id FROM change WHERE public;
COMMENT ON VIEW public_change IS 'changes of rows that the public may read, or might before';

-- +goose StatementBegin
-- Notes once a transaction that a table is to be read anew; once more where that concerns the public only now.
CREATE FUNCTION note_reload(of_table text, is_public boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO change (table_name, public, import_id)
    SELECT of_table, is_public, nullif(current_setting('terrier.import', true), '')::bigint
     WHERE NOT EXISTS (SELECT FROM change c
                        WHERE c.xid = pg_current_xact_id() AND c.table_name = of_table AND c.row_id IS NULL AND c.public >= is_public);
    SELECT pg_notify('terrier_change', '');
$$;
-- Notes the keys of the rows that a statement wrote. The argument is the condition under which the public may read row w.
CREATE FUNCTION note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    touched    text := format('SELECT w.id, (%s) AS public FROM written w', TG_ARGV[0]);
    reload_for boolean; -- noted already by this transaction; true: for the public too
    shown      boolean;
    noted      bigint;
BEGIN
    SELECT bool_or(public) INTO reload_for FROM change
     WHERE xid = pg_current_xact_id_if_assigned() AND table_name = TG_TABLE_NAME AND row_id IS NULL;
    IF reload_for THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN -- of a home withheld from now on, the public must hear
        touched := touched || format(' UNION ALL SELECT w.id, (%s) FROM replaced w', TG_ARGV[0]);
    END IF;
    IF (SELECT count(*) FROM (SELECT FROM written LIMIT 10001) w) > 10000 THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM (%s) t WHERE public)', touched) INTO shown;
        PERFORM note_reload(TG_TABLE_NAME, shown);
        RETURN NULL;
    END IF;
    EXECUTE format('INSERT INTO change (table_name, row_id, public)
                    SELECT %L, id, bool_or(public) FROM (%s) t GROUP BY id HAVING bool_or(public) OR $1 IS NULL', TG_TABLE_NAME, touched)
      USING reload_for;
    GET DIAGNOSTICS noted = ROW_COUNT;
    IF noted > 0 THEN
        PERFORM pg_notify('terrier_change', '');
    END IF;
    RETURN NULL;
END
$$;
-- Notes the associations that the public gets to know, or no longer does, because a home is published or no longer is.
CREATE FUNCTION note_owners() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owners bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT array_agg(DISTINCT owner_id) INTO owners FROM (
            (SELECT id, owner_id FROM written WHERE sensitivity = 'published' EXCEPT SELECT id, owner_id FROM replaced WHERE sensitivity = 'published')
            UNION ALL
            (SELECT id, owner_id FROM replaced WHERE sensitivity = 'published' EXCEPT SELECT id, owner_id FROM written WHERE sensitivity = 'published')) moved;
    ELSE
        SELECT array_agg(DISTINCT owner_id) INTO owners FROM written WHERE sensitivity = 'published';
    END IF;
    IF owners IS NOT NULL THEN -- the homes themselves have been notified of
        INSERT INTO change (table_name, row_id, public)
        SELECT 'organisation', o.id, true FROM organisation o
         WHERE o.id = ANY (owners) AND o.named_by_home
           AND NOT EXISTS (SELECT FROM change c WHERE c.xid = pg_current_xact_id() AND c.table_name = 'organisation' AND c.row_id = o.id AND c.public);
    END IF;
    RETURN NULL;
END
$$;
-- A table that is emptied, while its rows are there still.
CREATE FUNCTION note_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    shown boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I w WHERE %s)', TG_TABLE_NAME, TG_ARGV[0]) INTO shown;
    PERFORM note_reload(TG_TABLE_NAME, shown);
    IF TG_TABLE_NAME = 'home' AND shown THEN
        PERFORM note_reload('organisation', true);
    END IF;
    RETURN NULL;
END
$$;
-- A small table without numbers, which the public may read whole.
CREATE FUNCTION note_small() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM note_reload(TG_TABLE_NAME, true);
    RETURN NULL;
END
$$;
-- Removes changes older than `keep` and says so, in one, by the floor of the feed; returns how many went.
CREATE FUNCTION prune_changes(keep interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    pruned bigint;
    newest xid8;
BEGIN
    WITH gone AS (DELETE FROM change WHERE written_at < now() - keep RETURNING xid)
    SELECT count(*), (SELECT xid FROM gone ORDER BY xid DESC LIMIT 1) INTO pruned, newest FROM gone;
    INSERT INTO feed AS had (floor) VALUES (coalesce(newest, '0'))
        ON CONFLICT (one) DO UPDATE SET floor = excluded.floor WHERE had.floor < excluded.floor;
    RETURN pruned;
END
$$;

DO $$
DECLARE
    t         text;
    condition text;
BEGIN
    FOREACH t IN ARRAY ARRAY['home', 'organisation', 'neighbourhood_plan_area', 'community_asset', 'boundary', 'basemap', 'source'] LOOP
        condition := CASE t WHEN 'home' THEN 'w.sensitivity = ''published'''
                            WHEN 'organisation' THEN 'NOT w.named_by_home OR EXISTS (SELECT FROM home h WHERE h.owner_id = w.id AND h.sensitivity = ''published'')'
                            ELSE 'true' END;
        EXECUTE format('CREATE TRIGGER note_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', t, condition);
        EXECUTE format('CREATE TRIGGER note_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS replaced NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', t, condition);
        EXECUTE format('CREATE TRIGGER note_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_change(%L)', t, condition);
        EXECUTE format('CREATE TRIGGER note_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_truncate(%L)', t, condition);
    END LOOP;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER note_owners_inserted AFTER INSERT ON home REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_owners();
CREATE TRIGGER note_owners_updated AFTER UPDATE ON home REFERENCING OLD TABLE AS replaced NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_owners();
CREATE TRIGGER note_owners_deleted AFTER DELETE ON home REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_owners();
CREATE TRIGGER note_written AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON licence FOR EACH STATEMENT EXECUTE FUNCTION note_small();
CREATE TRIGGER note_written AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON setting FOR EACH STATEMENT EXECUTE FUNCTION note_small();

GRANT SELECT ON public_change TO terrier_public;
GRANT SELECT ON change TO terrier_exact;
GRANT SELECT ON feed TO terrier_public, terrier_exact;
REVOKE EXECUTE ON FUNCTION note_reload(text, boolean), prune_changes(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_changes(interval) TO terrier_load;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
