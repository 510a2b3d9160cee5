-- +goose Up
-- Figures of those who see homes exactly, as they were when somebody opened them by link, exported or printed them (docs/decisions/0016).
-- They stand apart from the figures of the public, which whoever has their id opens: each row says whose homes were in sight when it was
-- counted, and is for those who see all of them at the moment.
SET LOCAL ROLE terrier_owner;

CREATE TABLE exact_figure (LIKE figure INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS);
ALTER TABLE exact_figure
    DROP CONSTRAINT figure_subject_check,
    DROP CONSTRAINT figure_policy_check,
    ADD CHECK (subject = 'homes'),
    ADD CHECK (policy = 'entitled-homes'), -- nothing else is kept here, and this is kept nowhere else
    ADD crossed      boolean NOT NULL,
    ADD sight        text NOT NULL CHECK (json_typeof(sight::json) = 'array'),
    ADD sight_sha256 text NOT NULL CHECK (sight_sha256 = encode(sha256(convert_to(sight, 'UTF8')), 'hex')),
    ADD owners       bigint[] NOT NULL,
    ADD own          bigint[] NOT NULL CHECK (own <@ owners),
    ADD PRIMARY KEY (id, sight_sha256);
CREATE INDEX exact_figure_expires ON exact_figure (expires_at) WHERE expires_at IS NOT NULL;
COMMENT ON TABLE exact_figure IS 'numbers of those who see homes exactly that somebody opened by link, exported or printed, with all that made them; rows are never changed';
COMMENT ON COLUMN exact_figure.crossed      IS 'it is counted by both its groupings at once, too';
COMMENT ON COLUMN exact_figure.sight        IS 'which homes that are not published could be in it, as JSON: owners, own, authorities and tenures of each part (plans/access)';
COMMENT ON COLUMN exact_figure.sight_sha256 IS 'of the sight: readers with different sights may be answered the same, and each keeps their own';
COMMENT ON COLUMN exact_figure.owners       IS 'all owners of the sight; who does not see their homes does not see the row';
COMMENT ON COLUMN exact_figure.own          IS 'those of them whose withheld homes are in sight, too';

CREATE TABLE exact_figure_keeper (
    figure_id    text NOT NULL,
    sight_sha256 text NOT NULL,
    account_id   bigint NOT NULL REFERENCES account,
    kept_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, figure_id, sight_sha256),
    FOREIGN KEY (figure_id, sight_sha256) REFERENCES exact_figure (id, sight_sha256) ON DELETE CASCADE
);
CREATE INDEX exact_figure_keeper_figure ON exact_figure_keeper (figure_id, sight_sha256);
COMMENT ON TABLE exact_figure_keeper IS 'who had an exact figure kept; a row goes with its account, or with its figure';
COMMENT ON COLUMN exact_figure_keeper.figure_id    IS 'the figure';
COMMENT ON COLUMN exact_figure_keeper.sight_sha256 IS 'of its sight';
COMMENT ON COLUMN exact_figure_keeper.account_id   IS 'whose opening, file or print it was kept for';
COMMENT ON COLUMN exact_figure_keeper.kept_at      IS 'when they first did so';

CREATE TRIGGER refuse_change BEFORE UPDATE ON exact_figure FOR EACH ROW EXECUTE FUNCTION refuse_change_of_figure();
CREATE TRIGGER refuse_change BEFORE UPDATE ON exact_figure_keeper FOR EACH ROW EXECUTE FUNCTION refuse_change_of_figure();

-- +goose StatementBegin
-- Removes the figures whose time is over, the public's and exact ones; returns how many those were.
CREATE OR REPLACE FUNCTION prune_figures() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM figure WHERE expires_at < now() RETURNING 1),
         exact_gone AS (DELETE FROM exact_figure WHERE expires_at < now() RETURNING 1)
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM exact_gone)
$$;
-- +goose StatementEnd

-- The second lock, as on home: a transaction says for whom it asks (0011). Nobody may change or remove a figure; who kept it is forgotten
-- with the account. terrier_write adds figures and reads none.
ALTER TABLE exact_figure ENABLE ROW LEVEL SECURITY;
CREATE POLICY keep ON exact_figure FOR INSERT TO terrier_write WITH CHECK (true);
CREATE POLICY exact ON exact_figure FOR SELECT TO terrier_exact USING (
    (SELECT current_setting('terrier.published', true)) = 'yes'
    AND owners <@ coalesce((SELECT string_to_array(nullif(current_setting('terrier.owners', true), ''), ',')::bigint[]), '{}')
    AND own <@ coalesce((SELECT string_to_array(nullif(current_setting('terrier.own', true), ''), ',')::bigint[]), '{}'));
GRANT INSERT ON exact_figure TO terrier_write;
GRANT SELECT ON exact_figure TO terrier_exact;
GRANT SELECT, INSERT, DELETE ON exact_figure_keeper TO terrier_write;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
