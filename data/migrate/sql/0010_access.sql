-- +goose Up
-- Accounts, what they may do, and how they are recognised (docs/decisions/0009). Of links, sessions and tokens only the SHA-256 is kept:
-- who reads these tables can sign in as nobody. All of it is terrier_write's; the roles that answer questions about homes see nothing here.
SET LOCAL ROLE terrier_owner;

CREATE TABLE account (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email          text CHECK (length(email) <= 254),
    email_key      text UNIQUE,
    passkey_handle bytea UNIQUE CHECK (octet_length(passkey_handle) BETWEEN 16 AND 64),
    made_at        timestamptz NOT NULL,
    signed_in_on   date,
    erased_at      timestamptz,
    CHECK ((erased_at IS NULL) = (email IS NOT NULL AND email_key IS NOT NULL AND passkey_handle IS NOT NULL)),
    CHECK (erased_at IS NULL OR (email IS NULL AND email_key IS NULL AND passkey_handle IS NULL AND signed_in_on IS NULL))
);
COMMENT ON TABLE account IS 'people who have signed in, or were invited and did; of one that was erased nothing is left but its id, which the audit trail names';
COMMENT ON COLUMN account.id             IS 'internal key; never given to another';
COMMENT ON COLUMN account.email          IS 'where links are sent, as the person writes it, its domain in ASCII; NULL once erased';
COMMENT ON COLUMN account.email_key      IS 'the same in lower case: one account an address';
COMMENT ON COLUMN account.passkey_handle IS 'random bytes by which authenticators know the account (WebAuthn user handle)';
COMMENT ON COLUMN account.made_at        IS 'when it was made';
COMMENT ON COLUMN account.signed_in_on   IS 'the day it was last signed in to; the time is not kept';
COMMENT ON COLUMN account.erased_at      IS 'when its person had it erased';

-- +goose StatementBegin
-- Whether a role is held where it can be: for an organisation, save an administrator's; in a local authority, where the role has a place.
CREATE FUNCTION is_role_at(role text, organisation_id bigint, place text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE role
           WHEN 'forum-member'        THEN organisation_id IS NOT NULL
           WHEN 'forum-secretary'     THEN organisation_id IS NOT NULL
           WHEN 'parish-clerk'        THEN organisation_id IS NOT NULL
           WHEN 'planning-officer'    THEN organisation_id IS NOT NULL AND place IS NOT NULL
           WHEN 'association-officer' THEN organisation_id IS NOT NULL AND place IS NULL
           WHEN 'administrator'       THEN organisation_id IS NULL AND place IS NULL
           ELSE false END
           AND (place IS NULL OR place ~ '^[EWNS][0-9]{8}$')
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION is_role_at(text, bigint, text) IS 'true where such a role can be held for this organisation and place';

-- Ranges of text, for the equality of text in an exclusion constraint.
CREATE TYPE text_range AS RANGE (subtype = text, collation = "C");
COMMENT ON TYPE text_range IS 'from one text to another; used to compare text in exclusion constraints';

CREATE TABLE role_held (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id      bigint NOT NULL REFERENCES account,
    role            text NOT NULL,
    organisation_id bigint REFERENCES organisation,
    place           text,
    start_date      date NOT NULL,
    end_date        date,
    granted_by      bigint REFERENCES account,
    granted_at      timestamptz NOT NULL,
    revoked_by      bigint REFERENCES account,
    revoked_at      timestamptz,
    CHECK (is_role_at(role, organisation_id, place)),
    CHECK (end_date >= start_date),
    CHECK (revoked_at IS NOT NULL OR revoked_by IS NULL),
    CONSTRAINT role_held_once EXCLUDE USING gist (
        text_range(account_id::text || ' ' || role || ' ' || coalesce(organisation_id::text, '') || ' ' || coalesce(place, ''),
                   account_id::text || ' ' || role || ' ' || coalesce(organisation_id::text, '') || ' ' || coalesce(place, ''), '[]') WITH &&,
        daterange(start_date, end_date, '[]') WITH &&) WHERE (revoked_at IS NULL)
);
CREATE INDEX role_held_account ON role_held (account_id);
CREATE INDEX role_held_organisation ON role_held (organisation_id);
COMMENT ON TABLE role_held IS 'who holds which role, for which organisation and place, from when until when; rows are ended, never removed';
COMMENT ON COLUMN role_held.id              IS 'internal key';
COMMENT ON COLUMN role_held.account_id      IS 'who holds it';
COMMENT ON COLUMN role_held.role            IS 'which role';
COMMENT ON COLUMN role_held.organisation_id IS 'for which organisation; NULL for an administrator';
COMMENT ON COLUMN role_held.place           IS 'in which local authority, by its GSS code, where the role is held in one';
COMMENT ON COLUMN role_held.start_date      IS 'its first day, in London';
COMMENT ON COLUMN role_held.end_date        IS 'its last day; NULL while none is set';
COMMENT ON COLUMN role_held.granted_by      IS 'who granted it; NULL from the command line';
COMMENT ON COLUMN role_held.granted_at      IS 'when';
COMMENT ON COLUMN role_held.revoked_by      IS 'who revoked it; NULL from the command line, or with the account';
COMMENT ON COLUMN role_held.revoked_at      IS 'when; it ended at once';

CREATE TABLE agreement (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    association_id bigint NOT NULL REFERENCES organisation,
    authority_id   bigint NOT NULL REFERENCES organisation,
    place          text NOT NULL CHECK (place ~ '^[EWNS][0-9]{8}$'),
    tenures        text[] CHECK (cardinality(tenures) > 0 AND tenures <@ ARRAY['social-rent', 'affordable-rent', 'london-affordable-rent', 'rent-to-buy',
                       'london-living-rent', 'other-intermediate-rent', 'specified-accommodation', 'shared-ownership',
                       'other-low-cost-home-ownership', 'social-leasehold', 'market-rent', 'other-non-social']),
    start_date     date NOT NULL,
    end_date       date NOT NULL,
    granted_by     bigint NOT NULL REFERENCES account,
    granted_at     timestamptz NOT NULL,
    revoked_by     bigint REFERENCES account,
    revoked_at     timestamptz,
    CHECK (association_id <> authority_id),
    CHECK (end_date >= start_date),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX agreement_association ON agreement (association_id);
CREATE INDEX agreement_authority ON agreement (authority_id);
COMMENT ON TABLE agreement IS 'an association lets the officers of an authority see its homes exactly, withheld ones never; rows are ended, never removed';
COMMENT ON COLUMN agreement.id             IS 'internal key';
COMMENT ON COLUMN agreement.association_id IS 'whose homes';
COMMENT ON COLUMN agreement.authority_id   IS 'whose officers see them';
COMMENT ON COLUMN agreement.place          IS 'in which local authority, by its GSS code: homes elsewhere are not part of it';
COMMENT ON COLUMN agreement.tenures        IS 'homes of these tenures only; NULL for all';
COMMENT ON COLUMN agreement.start_date     IS 'its first day, in London';
COMMENT ON COLUMN agreement.end_date       IS 'its last day';
COMMENT ON COLUMN agreement.granted_by     IS 'the association''s officer who made it';
COMMENT ON COLUMN agreement.granted_at     IS 'when';
COMMENT ON COLUMN agreement.revoked_by     IS 'the association''s officer who revoked it';
COMMENT ON COLUMN agreement.revoked_at     IS 'when; it ended at once';

CREATE TABLE sign_in_link (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    purpose      text NOT NULL CHECK (purpose IN ('sign-in', 'invitation')),
    email        text NOT NULL CHECK (length(email) <= 254),
    email_key    text NOT NULL,
    made_by      bigint REFERENCES account,
    made_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    account_id   bigint REFERENCES account,
    CHECK (expires_at > made_at),
    CHECK (expires_at <= made_at + CASE purpose WHEN 'sign-in' THEN interval '15 minutes' ELSE interval '168 hours' END),
    CHECK ((used_at IS NULL) = (account_id IS NULL)),
    CHECK (purpose = 'invitation' OR made_by IS NULL)
);
CREATE INDEX sign_in_link_email ON sign_in_link (email_key);
COMMENT ON TABLE sign_in_link IS 'links that sign in whoever has them, once and for a short time; old ones are removed';
COMMENT ON COLUMN sign_in_link.id           IS 'internal key';
COMMENT ON COLUMN sign_in_link.token_sha256 IS 'SHA-256 of its secret';
COMMENT ON COLUMN sign_in_link.purpose      IS 'asked for by somebody to sign in, or sent as an invitation';
COMMENT ON COLUMN sign_in_link.email        IS 'where it was sent';
COMMENT ON COLUMN sign_in_link.email_key    IS 'the same in lower case';
COMMENT ON COLUMN sign_in_link.made_by      IS 'who invited; NULL from the command line, and for one that was asked for';
COMMENT ON COLUMN sign_in_link.made_at      IS 'when it was made';
COMMENT ON COLUMN sign_in_link.expires_at   IS 'until when it works';
COMMENT ON COLUMN sign_in_link.used_at      IS 'when it was used; it works no more';
COMMENT ON COLUMN sign_in_link.account_id   IS 'the account that it signed in to';

CREATE TABLE sign_in_link_role (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sign_in_link_id bigint NOT NULL REFERENCES sign_in_link ON DELETE CASCADE,
    role            text NOT NULL,
    organisation_id bigint REFERENCES organisation ON DELETE CASCADE,
    place           text,
    start_date      date NOT NULL,
    end_date        date,
    CHECK (is_role_at(role, organisation_id, place)),
    CHECK (end_date >= start_date)
);
CREATE INDEX sign_in_link_role_link ON sign_in_link_role (sign_in_link_id);
CREATE INDEX sign_in_link_role_organisation ON sign_in_link_role (organisation_id);
COMMENT ON TABLE sign_in_link_role IS 'the roles that an invitation brings to who accepts it';
COMMENT ON COLUMN sign_in_link_role.id              IS 'internal key';
COMMENT ON COLUMN sign_in_link_role.sign_in_link_id IS 'the invitation';
COMMENT ON COLUMN sign_in_link_role.role            IS 'which role';
COMMENT ON COLUMN sign_in_link_role.organisation_id IS 'for which organisation; NULL for an administrator';
COMMENT ON COLUMN sign_in_link_role.place           IS 'in which local authority, by its GSS code, where the role is held in one';
COMMENT ON COLUMN sign_in_link_role.start_date      IS 'its first day, in London';
COMMENT ON COLUMN sign_in_link_role.end_date        IS 'its last day; NULL where none is set';

CREATE TABLE session (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    family       uuid NOT NULL,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    account_id   bigint NOT NULL REFERENCES account,
    means        text NOT NULL CHECK (means IN ('link', 'passkey', 'oidc', 'demo')),
    started_at   timestamptz NOT NULL,
    issued_at    timestamptz NOT NULL CHECK (issued_at >= started_at),
    replaced_at  timestamptz CHECK (replaced_at >= issued_at),
    ended_at     timestamptz,
    end_reason   text CHECK (end_reason IN ('signed-out', 'signed-in-anew', 'replayed', 'revoked')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX session_current ON session (family) WHERE replaced_at IS NULL;
CREATE INDEX session_family ON session (family);
CREATE INDEX session_account ON session (account_id);
COMMENT ON TABLE session IS 'the tokens of browsers that are signed in: a family is one sign-in, its tokens replace each other; old ones are removed';
COMMENT ON COLUMN session.id           IS 'internal key';
COMMENT ON COLUMN session.family       IS 'the sign-in that it goes back to: all its tokens end together';
COMMENT ON COLUMN session.token_sha256 IS 'SHA-256 of the token in the cookie';
COMMENT ON COLUMN session.account_id   IS 'whose it is';
COMMENT ON COLUMN session.means        IS 'how they signed in';
COMMENT ON COLUMN session.started_at   IS 'when they signed in';
COMMENT ON COLUMN session.issued_at    IS 'when this token was issued';
COMMENT ON COLUMN session.replaced_at  IS 'when another took its place; used much later than that, it ends the family';
COMMENT ON COLUMN session.ended_at     IS 'when the family ended';
COMMENT ON COLUMN session.end_reason   IS 'why';

CREATE TABLE passkey (
    id                            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id                    bigint NOT NULL REFERENCES account,
    name                          text NOT NULL CHECK (name <> '' AND length(name) <= 100),
    rp_id                         text NOT NULL CHECK (rp_id <> ''),
    credential_id                 bytea NOT NULL CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    public_key                    bytea NOT NULL CHECK (octet_length(public_key) > 0),
    attestation_type              text NOT NULL,
    attestation_format            text NOT NULL,
    transports                    text[] NOT NULL,
    flags                         smallint NOT NULL CHECK (flags BETWEEN 0 AND 255),
    aaguid                        bytea NOT NULL,
    sign_count                    bigint NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
    clone_warning                 boolean NOT NULL,
    attachment                    text NOT NULL,
    client_data_json              bytea NOT NULL,
    client_data_hash              bytea NOT NULL,
    authenticator_data            bytea NOT NULL,
    public_key_algorithm          bigint NOT NULL,
    attestation_object            bytea NOT NULL,
    extensions                    jsonb NOT NULL,
    made_at                       timestamptz NOT NULL,
    used_on                       date,
    UNIQUE (rp_id, credential_id)
);
CREATE INDEX passkey_account ON passkey (account_id);
COMMENT ON TABLE passkey IS 'passkeys of accounts: the credential records of WebAuthn, as github.com/go-webauthn/webauthn has them';
COMMENT ON COLUMN passkey.id                   IS 'internal key';
COMMENT ON COLUMN passkey.account_id           IS 'whose it is';
COMMENT ON COLUMN passkey.name                 IS 'what its person calls it';
COMMENT ON COLUMN passkey.rp_id                IS 'the host that it was made for: it works for no other';
COMMENT ON COLUMN passkey.credential_id        IS 'how the authenticator names it';
COMMENT ON COLUMN passkey.public_key           IS 'COSE key that its signatures are checked with';
COMMENT ON COLUMN passkey.attestation_type     IS 'what kind of proof of its make came with it';
COMMENT ON COLUMN passkey.attestation_format   IS 'the form of that proof';
COMMENT ON COLUMN passkey.transports           IS 'how the authenticator can be reached';
COMMENT ON COLUMN passkey.flags                IS 'flags of the authenticator data when it was made or last used';
COMMENT ON COLUMN passkey.aaguid               IS 'model of the authenticator';
COMMENT ON COLUMN passkey.sign_count           IS 'how often it has signed, as it says';
COMMENT ON COLUMN passkey.clone_warning        IS 'its count went back once: there may be a copy';
COMMENT ON COLUMN passkey.attachment           IS 'built into the device, or apart';
COMMENT ON COLUMN passkey.client_data_json     IS 'what the browser signed when it was made';
COMMENT ON COLUMN passkey.client_data_hash     IS 'SHA-256 of that';
COMMENT ON COLUMN passkey.authenticator_data   IS 'what the authenticator said when it was made';
COMMENT ON COLUMN passkey.public_key_algorithm IS 'COSE number of the algorithm';
COMMENT ON COLUMN passkey.attestation_object   IS 'the proof of its make, whole';
COMMENT ON COLUMN passkey.extensions           IS 'what extensions said when it was made';
COMMENT ON COLUMN passkey.made_at              IS 'when it was added';
COMMENT ON COLUMN passkey.used_on              IS 'the day it was last used; the time is not kept';

CREATE TABLE oidc_identity (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    issuer     text NOT NULL CHECK (issuer ~ '^https?://'),
    subject    text NOT NULL CHECK (subject <> '' AND length(subject) <= 255),
    made_at    timestamptz NOT NULL,
    used_on    date,
    UNIQUE (issuer, subject)
);
CREATE INDEX oidc_identity_account ON oidc_identity (account_id);
COMMENT ON TABLE oidc_identity IS 'who an account is to an organisation''s own sign-in (OpenID Connect)';
COMMENT ON COLUMN oidc_identity.id         IS 'internal key';
COMMENT ON COLUMN oidc_identity.account_id IS 'whose it is';
COMMENT ON COLUMN oidc_identity.issuer     IS 'the address of the sign-in';
COMMENT ON COLUMN oidc_identity.subject    IS 'how that names its person, for good (sub)';
COMMENT ON COLUMN oidc_identity.made_at    IS 'when it was first used here';
COMMENT ON COLUMN oidc_identity.used_on    IS 'the day it was last used; the time is not kept';

CREATE TABLE api_token (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint NOT NULL REFERENCES account,
    name         text NOT NULL CHECK (name <> '' AND length(name) <= 100),
    prefix       text NOT NULL CHECK (prefix ~ '^terrier_[A-Za-z0-9_-]{4}$'),
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['homes', 'downloads', 'stock', 'drafts']),
    made_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL CHECK (expires_at > made_at AND expires_at <= made_at + interval '8784 hours'),
    used_on      date,
    revoked_at   timestamptz
);
CREATE INDEX api_token_account ON api_token (account_id);
COMMENT ON TABLE api_token IS 'what programs sign in with on behalf of an account';
COMMENT ON COLUMN api_token.id           IS 'internal key';
COMMENT ON COLUMN api_token.account_id   IS 'whose it is: it may do no more than they may';
COMMENT ON COLUMN api_token.name         IS 'what its person calls it';
COMMENT ON COLUMN api_token.prefix       IS 'how it begins, to be told from others';
COMMENT ON COLUMN api_token.token_sha256 IS 'SHA-256 of the token';
COMMENT ON COLUMN api_token.scopes       IS 'what it is good for';
COMMENT ON COLUMN api_token.made_at      IS 'when it was made';
COMMENT ON COLUMN api_token.expires_at   IS 'until when it works; a year at most';
COMMENT ON COLUMN api_token.used_on      IS 'the day it was last used; the time is not kept';
COMMENT ON COLUMN api_token.revoked_at   IS 'when it was revoked; it works no more';

-- +goose StatementBegin
-- What has happened stays so: a link is used once, and what was ended is not begun again. The arguments are the columns that, once
-- set, stay as they are.
CREATE FUNCTION keep_once_set() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    was  jsonb := to_jsonb(OLD);
    asked jsonb := to_jsonb(NEW);
BEGIN
    FOR n IN 0 .. TG_NARGS - 1 LOOP
        IF was -> TG_ARGV[n] <> 'null' AND was -> TG_ARGV[n] <> asked -> TG_ARGV[n] THEN
            RAISE EXCEPTION '%.% is set once and for all', TG_TABLE_NAME, TG_ARGV[n] USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;
-- Notes the keys of what servers hold in memory of accounts, and wakes those that follow it. They have a channel of their own, so that
-- nobody's signing in is felt where the map is followed.
CREATE FUNCTION note_access() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO change (table_name, public) VALUES (TG_TABLE_NAME, false);
    ELSE
        INSERT INTO change (table_name, row_id, public) SELECT TG_TABLE_NAME, w.id, false FROM written w;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM pg_notify('terrier_access', '');
    RETURN NULL;
END
$$;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['account', 'role_held', 'agreement', 'session', 'api_token'] LOOP
        EXECUTE format('CREATE TRIGGER note_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_access()', t);
        EXECUTE format('CREATE TRIGGER note_updated AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_access()', t);
        EXECUTE format('CREATE TRIGGER note_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_access()', t);
        EXECUTE format('CREATE TRIGGER note_truncated AFTER TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_access()', t);
    END LOOP;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER keep_once_set BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION keep_once_set('erased_at');
CREATE TRIGGER keep_once_set BEFORE UPDATE ON role_held FOR EACH ROW EXECUTE FUNCTION keep_once_set('revoked_at', 'revoked_by');
CREATE TRIGGER keep_once_set BEFORE UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION keep_once_set('revoked_at', 'revoked_by');
CREATE TRIGGER keep_once_set BEFORE UPDATE ON sign_in_link FOR EACH ROW EXECUTE FUNCTION keep_once_set('used_at', 'account_id');
CREATE TRIGGER keep_once_set BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION keep_once_set('replaced_at', 'ended_at', 'end_reason');
CREATE TRIGGER keep_once_set BEFORE UPDATE ON api_token FOR EACH ROW EXECUTE FUNCTION keep_once_set('revoked_at');

-- terrier_write follows what concerns accounts, and hears of no home. A barrier, as for public_change.
CREATE VIEW access_change WITH (security_barrier) AS
SELECT xid, table_name, row_id FROM change WHERE table_name IN ('account', 'role_held', 'agreement', 'session', 'api_token');
COMMENT ON VIEW access_change IS 'changes of accounts, roles, agreements, sessions and tokens';

-- What was once written may be ended, and nothing else: only the columns that say so can be changed.
GRANT SELECT, INSERT ON account, role_held, agreement, sign_in_link, sign_in_link_role, session, passkey, oidc_identity, api_token TO terrier_write;
GRANT UPDATE (email, email_key, passkey_handle, signed_in_on, erased_at) ON account TO terrier_write;
GRANT UPDATE (revoked_by, revoked_at) ON role_held, agreement TO terrier_write;
GRANT UPDATE (used_at, account_id) ON sign_in_link TO terrier_write;
GRANT UPDATE (replaced_at, ended_at, end_reason) ON session TO terrier_write;
GRANT UPDATE (name, flags, sign_count, clone_warning, used_on) ON passkey TO terrier_write;
GRANT UPDATE (used_on) ON oidc_identity TO terrier_write;
GRANT UPDATE (used_on, revoked_at) ON api_token TO terrier_write;
GRANT DELETE ON sign_in_link, sign_in_link_role, session, passkey, oidc_identity, api_token TO terrier_write;
GRANT SELECT ON access_change, feed TO terrier_write;
-- An import of organisations that is undone leaves those that a role or an agreement names.
GRANT SELECT (organisation_id) ON role_held TO terrier_load;
GRANT SELECT (association_id, authority_id) ON agreement TO terrier_load;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
