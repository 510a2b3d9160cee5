-- +goose Up
-- What a stock return did to the homes of its association: how many stay withheld though it said otherwise cannot be told from history.
SET LOCAL ROLE terrier_owner;
ALTER TABLE import ADD changes jsonb;
COMMENT ON COLUMN import.changes IS 'of a stock return: how many homes it gained, lost, moved, changed, and so on; NULL for any other file';
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
