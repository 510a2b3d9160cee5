-- +goose Up
-- Nobody can comment on a draft, so nobody is told that they could: who has the link sees it.
SET LOCAL ROLE terrier_owner;

UPDATE draft SET viewers = 'link-view' WHERE viewers = 'link-comment';
ALTER TABLE draft DROP CONSTRAINT draft_viewers_check;
ALTER TABLE draft ADD CONSTRAINT draft_viewers_check CHECK (viewers IN ('private', 'link-view'));
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
