-- +goose Up
-- Every change keeps its predecessor, and a geometry changed by plain SQL loses its projections until they are made anew.
SET LOCAL ROLE terrier_owner;

CREATE TABLE home_version (LIKE home INCLUDING COMMENTS);
CREATE TABLE community_asset_version (LIKE community_asset INCLUDING COMMENTS);
CREATE TABLE boundary_version (LIKE boundary INCLUDING COMMENTS);
CREATE TABLE neighbourhood_plan_area_version (LIKE neighbourhood_plan_area INCLUDING COMMENTS);
CREATE TABLE organisation_version (LIKE organisation INCLUDING COMMENTS);

ALTER TABLE home_version                    ADD valid_to timestamptz NOT NULL DEFAULT now(), ADD replaced_by bigint;
ALTER TABLE community_asset_version         ADD valid_to timestamptz NOT NULL DEFAULT now(), ADD replaced_by bigint;
ALTER TABLE boundary_version                ADD valid_to timestamptz NOT NULL DEFAULT now(), ADD replaced_by bigint;
ALTER TABLE neighbourhood_plan_area_version ADD valid_to timestamptz NOT NULL DEFAULT now(), ADD replaced_by bigint;
ALTER TABLE organisation_version            ADD valid_to timestamptz NOT NULL DEFAULT now(), ADD replaced_by bigint;

COMMENT ON COLUMN home_version.valid_to IS 'until when the row stood so';
COMMENT ON COLUMN home_version.replaced_by IS 'the import that changed or removed the row; NULL for plain SQL';
COMMENT ON COLUMN community_asset_version.valid_to IS 'until when the row stood so';
COMMENT ON COLUMN community_asset_version.replaced_by IS 'the import that changed or removed the row; NULL for plain SQL';
COMMENT ON COLUMN boundary_version.valid_to IS 'until when the row stood so';
COMMENT ON COLUMN boundary_version.replaced_by IS 'the import that changed or removed the row; NULL for plain SQL';
COMMENT ON COLUMN neighbourhood_plan_area_version.valid_to IS 'until when the row stood so';
COMMENT ON COLUMN neighbourhood_plan_area_version.replaced_by IS 'the import that changed or removed the row; NULL for plain SQL';
COMMENT ON COLUMN organisation_version.valid_to IS 'until when the row stood so';
COMMENT ON COLUMN organisation_version.replaced_by IS 'the import that changed or removed the row; NULL for plain SQL';
COMMENT ON TABLE home_version IS 'homes as they stood from valid_from until valid_to';
COMMENT ON TABLE community_asset_version IS 'community assets as they stood from valid_from until valid_to';
COMMENT ON TABLE boundary_version IS 'boundaries as they stood from valid_from until valid_to';
COMMENT ON TABLE neighbourhood_plan_area_version IS 'plan areas as they stood from valid_from until valid_to; their shapes are also in area_version';
COMMENT ON TABLE organisation_version IS 'organisations as they stood from valid_from until valid_to';

CREATE INDEX ON home_version (id, valid_from);
CREATE INDEX ON community_asset_version (id, valid_from);
CREATE INDEX ON boundary_version (id, valid_from);
CREATE INDEX ON neighbourhood_plan_area_version (id, valid_from);
CREATE INDEX ON organisation_version (id, valid_from);

-- +goose StatementBegin
-- Keeps the row that was, whoever changes it. Projections filled in later are not a change.
CREATE FUNCTION keep_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    EXECUTE format('INSERT INTO %I SELECT ($1).*, $2, $3', TG_TABLE_NAME || '_version')
      USING OLD, clock_timestamp(), nullif(current_setting('terrier.import', true), '')::bigint;
    RETURN NULL;
END
$$;
-- The same for rows with a shape: writing their projections, and nothing else, is no change. The comparison stands here and not in
-- the triggers' WHEN, because a dump is restored without a search path, where the operators of geometry are not found.
CREATE FUNCTION keep_version_of_shape() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF OLD.geom IS DISTINCT FROM NEW.geom
       OR (OLD.geom_3857 IS NOT DISTINCT FROM NEW.geom_3857 AND OLD.geom_4326 IS NOT DISTINCT FROM NEW.geom_4326) THEN
        EXECUTE format('INSERT INTO %I SELECT ($1).*, $2, $3', TG_TABLE_NAME || '_version')
          USING OLD, clock_timestamp(), nullif(current_setting('terrier.import', true), '')::bigint;
    END IF;
    RETURN NULL;
END
$$;
-- A changed geometry without new projections: the old ones are wrong. The row counts as new from this moment.
CREATE FUNCTION forget_projection() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF OLD.geom IS NOT DISTINCT FROM NEW.geom
       AND (OLD.geom_3857 IS DISTINCT FROM NEW.geom_3857 OR OLD.geom_4326 IS DISTINCT FROM NEW.geom_4326) THEN
        RETURN NEW; -- its projections are being written
    END IF;
    NEW.valid_from := clock_timestamp();
    IF NEW.geom IS DISTINCT FROM OLD.geom AND NEW.geom_3857 IS NOT DISTINCT FROM OLD.geom_3857 THEN
        NEW.geom_4326 := NULL;
        NEW.geom_3857 := NULL;
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION renew_valid_from() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.valid_from := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE FUNCTION forget_basemap_projection() RETURNS trigger
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF NEW.geom IS DISTINCT FROM OLD.geom AND NEW.geom_3857 IS NOT DISTINCT FROM OLD.geom_3857 THEN
        NEW.geom_3857 := NULL;
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of an area is never changed: add a new one' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER keep_version AFTER UPDATE ON home FOR EACH ROW EXECUTE FUNCTION keep_version_of_shape();
CREATE TRIGGER keep_version AFTER UPDATE ON community_asset FOR EACH ROW EXECUTE FUNCTION keep_version_of_shape();
CREATE TRIGGER keep_version AFTER UPDATE ON boundary FOR EACH ROW EXECUTE FUNCTION keep_version_of_shape();
CREATE TRIGGER keep_version AFTER UPDATE ON neighbourhood_plan_area FOR EACH ROW EXECUTE FUNCTION keep_version_of_shape();
CREATE TRIGGER keep_version AFTER UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION keep_version();
CREATE TRIGGER keep_deleted AFTER DELETE ON home FOR EACH ROW EXECUTE FUNCTION keep_version();
CREATE TRIGGER keep_deleted AFTER DELETE ON community_asset FOR EACH ROW EXECUTE FUNCTION keep_version();
CREATE TRIGGER keep_deleted AFTER DELETE ON boundary FOR EACH ROW EXECUTE FUNCTION keep_version();
CREATE TRIGGER keep_deleted AFTER DELETE ON neighbourhood_plan_area FOR EACH ROW EXECUTE FUNCTION keep_version();
CREATE TRIGGER keep_deleted AFTER DELETE ON organisation FOR EACH ROW EXECUTE FUNCTION keep_version();

CREATE TRIGGER forget_projection BEFORE UPDATE ON home FOR EACH ROW EXECUTE FUNCTION forget_projection();
CREATE TRIGGER forget_projection BEFORE UPDATE ON boundary FOR EACH ROW EXECUTE FUNCTION forget_projection();
CREATE TRIGGER forget_projection BEFORE UPDATE ON neighbourhood_plan_area FOR EACH ROW EXECUTE FUNCTION forget_projection();
CREATE TRIGGER forget_projection BEFORE UPDATE ON community_asset FOR EACH ROW EXECUTE FUNCTION forget_projection();
CREATE TRIGGER renew_valid_from BEFORE UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION renew_valid_from();
CREATE TRIGGER forget_projection BEFORE UPDATE OF geom ON basemap FOR EACH ROW EXECUTE FUNCTION forget_basemap_projection();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON area_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
