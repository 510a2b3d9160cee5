-- +goose Up
-- A ring that is not finished stands on the board with all of its corners: one that follows a long edge has thousands.
SET LOCAL ROLE terrier_owner;

ALTER TABLE draft DROP CONSTRAINT draft_board_check;
ALTER TABLE draft ADD CONSTRAINT draft_board_check CHECK (octet_length(board::text) <= 4194304);
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
