-- +goose Up
-- An association that has sent its homes is told of before they are in a public release, and of it nothing but that.
SET LOCAL ROLE terrier_owner;

CREATE TABLE sent_homes (
    organisation_id bigint PRIMARY KEY REFERENCES organisation ON DELETE CASCADE
);
COMMENT ON TABLE sent_homes IS 'registered associations that wait for the next public release: one file brought 100 open homes more than it took away, and no release shows the association yet. Written by that file; all rows go with the next release. Everything in it may be told to everyone';
COMMENT ON COLUMN sent_homes.organisation_id IS 'the association';

GRANT SELECT, INSERT, DELETE ON sent_homes TO terrier_load;
GRANT SELECT ON sent_homes TO terrier_public, terrier_exact, terrier_write;

-- Whoever asked for the plan of a release is told whether homes have changed since.
GRANT SELECT ON change, feed TO terrier_load;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
