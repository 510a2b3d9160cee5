-- +goose Up
-- Reading the audit trail by the organisations that an entry is about, and by day.
SET LOCAL ROLE terrier_owner;

-- +goose StatementBegin
-- A detail with an escaped NUL cannot be taken apart: such an entry is about nobody, and shown to administrators only.
CREATE FUNCTION audit_concerns(detail text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN strpos(detail, '\u0000') > 0 THEN '{}'
           ELSE ARRAY(SELECT e::text::bigint FROM json_array_elements(CASE json_typeof(detail::json -> 'of') WHEN 'array' THEN detail::json -> 'of' ELSE '[]' END) e
                       WHERE e::text ~ '^[1-9][0-9]{0,17}$') END
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION audit_concerns(text) IS 'ids of the organisations that an entry is about, by its detail: plans/audit has the same rule';
CREATE INDEX audit_entry_concerns ON audit_entry USING gin (audit_concerns(detail));
CREATE INDEX audit_entry_at ON audit_entry (at);
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
