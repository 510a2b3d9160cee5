-- +goose Up
-- Sign-ins in two steps, by a passkey or by an organisation's own sign-in, and the making of passkeys (docs/decisions/0015).
SET LOCAL ROLE terrier_owner;

CREATE TABLE ceremony (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    purpose      text NOT NULL CHECK (purpose IN ('add-passkey', 'passkey', 'organisation')),
    account_id   bigint REFERENCES account,
    made_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL CHECK (expires_at > made_at AND expires_at <= made_at + interval '10 minutes'),
    CHECK ((purpose = 'add-passkey') = (account_id IS NOT NULL))
);
CREATE INDEX ceremony_account ON ceremony (account_id);
COMMENT ON TABLE ceremony IS 'what has begun in a browser and is to end there, once: its row is removed by then';
COMMENT ON COLUMN ceremony.id           IS 'internal key';
COMMENT ON COLUMN ceremony.token_sha256 IS 'SHA-256 of the secret in the cookie, from which all that is random in it follows';
COMMENT ON COLUMN ceremony.purpose      IS 'what it is for';
COMMENT ON COLUMN ceremony.account_id   IS 'whose passkey is to be made';
COMMENT ON COLUMN ceremony.made_at      IS 'when it began';
COMMENT ON COLUMN ceremony.expires_at   IS 'until when it may end; at most ten minutes later';

-- Nothing in a row may be changed: it is there or not.
GRANT SELECT, INSERT, DELETE ON ceremony TO terrier_write;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
