-- +goose Up
-- Files of homes that an association's officers bring in the browser, while they are looked at, and what is to be done with them
-- (docs/decisions/0014). A row is the job, too: whoever does it says so again every few seconds. All of it is terrier_load's, which sees
-- every home anyway; no other role sees a file.
SET LOCAL ROLE terrier_owner;

CREATE TABLE upload (
    id              text PRIMARY KEY CHECK (id ~ '^[a-z2-7]{26}$'),
    organisation_id bigint NOT NULL REFERENCES organisation,
    file_name       text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 255),
    bytes           bigint NOT NULL CHECK (bytes >= 0),
    sha256          text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    made_by         bigint NOT NULL REFERENCES account,
    made_at         timestamptz NOT NULL DEFAULT now(),
    choices         jsonb NOT NULL CHECK (jsonb_typeof(choices) = 'object'),
    stage           text NOT NULL CHECK (stage IN ('uploaded', 'checked', 'refused', 'applied', 'undone')),
    stage_at        timestamptz NOT NULL DEFAULT now(),
    stage_by        bigint REFERENCES account,
    task            text CHECK (task IN ('check', 'apply', 'undo')),
    task_by         bigint REFERENCES account,
    attempt         integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    tries           integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    beat_at         timestamptz,
    rows_read       bigint NOT NULL DEFAULT 0,
    bytes_read      bigint NOT NULL DEFAULT 0,
    bytes_total     bigint NOT NULL DEFAULT 0,
    checked         jsonb,
    checked_against text,
    failure         jsonb,
    import_id       bigint REFERENCES import,
    CHECK (task IS NOT NULL OR beat_at IS NULL),
    CHECK ((task IS NULL) = (task_by IS NULL)),
    CHECK (stage NOT IN ('applied', 'undone') OR import_id IS NOT NULL),
    CHECK (stage <> 'checked' OR (checked IS NOT NULL AND checked_against IS NOT NULL)),
    CHECK (stage <> 'refused' OR failure IS NOT NULL OR task IS NOT NULL)
);
CREATE INDEX upload_organisation ON upload (organisation_id, made_at DESC);
CREATE INDEX upload_task ON upload (made_at) WHERE task IS NOT NULL;
COMMENT ON TABLE upload IS 'files of homes that were uploaded and how far they are; removed some weeks after they were last touched, the imports made of them stay';
COMMENT ON COLUMN upload.id              IS 'random; part of its address';
COMMENT ON COLUMN upload.organisation_id IS 'whose homes it is about; nobody else sees it';
COMMENT ON COLUMN upload.file_name       IS 'as the browser gave it, without its folder';
COMMENT ON COLUMN upload.bytes           IS 'size of the file';
COMMENT ON COLUMN upload.sha256          IS 'of the file''s bytes';
COMMENT ON COLUMN upload.made_by         IS 'who uploaded it';
COMMENT ON COLUMN upload.made_at         IS 'when';
COMMENT ON COLUMN upload.choices         IS 'how it is to be read and what is to be done with it (plans/intake, Choices)';
COMMENT ON COLUMN upload.stage           IS 'uploaded; checked: it can be read, and is known what it would do; refused: it cannot be read as a whole; applied; undone';
COMMENT ON COLUMN upload.stage_at        IS 'when it came to that';
COMMENT ON COLUMN upload.stage_by        IS 'who brought it there; NULL while it was only uploaded';
COMMENT ON COLUMN upload.task            IS 'what is to be done, or being done, with it; NULL for nothing';
COMMENT ON COLUMN upload.task_by         IS 'who asked for that';
COMMENT ON COLUMN upload.attempt         IS 'how often a task of it was begun: only the latest attempt may write what came of it';
COMMENT ON COLUMN upload.tries           IS 'how often this task was begun';
COMMENT ON COLUMN upload.beat_at         IS 'when whoever does the task said so last; NULL while nobody does';
COMMENT ON COLUMN upload.rows_read       IS 'rows of the file that the task has read';
COMMENT ON COLUMN upload.bytes_read      IS 'bytes of the file that it has read';
COMMENT ON COLUMN upload.bytes_total     IS 'bytes that it will read; 0 before it is known';
COMMENT ON COLUMN upload.checked         IS 'what came of the last check or of applying it (plans/intake, Checked)';
COMMENT ON COLUMN upload.checked_against IS 'how the association''s homes stood then: where they stand otherwise, it has to be checked again';
COMMENT ON COLUMN upload.failure         IS 'why the last task came to nothing: code, message, remedy';
COMMENT ON COLUMN upload.import_id       IS 'the import that it became';

CREATE TABLE upload_part (
    upload_id text NOT NULL REFERENCES upload ON DELETE CASCADE,
    kind      text NOT NULL CHECK (kind IN ('file', 'problems', 'points', 'changes')),
    number    integer NOT NULL CHECK (number >= 0),
    content   bytea NOT NULL,
    PRIMARY KEY (upload_id, kind, number)
);
ALTER TABLE upload_part ALTER content SET STORAGE EXTERNAL; -- a workbook is compressed already
COMMENT ON TABLE upload_part IS 'the bytes of an uploaded file and of what was made of it, in pieces';
COMMENT ON COLUMN upload_part.upload_id IS 'the upload';
COMMENT ON COLUMN upload_part.kind      IS 'the file itself, its problems (CSV), where its homes lie (JSON), what it changes (CSV)';
COMMENT ON COLUMN upload_part.number    IS 'which piece, from 0';
COMMENT ON COLUMN upload_part.content   IS 'its bytes';

GRANT SELECT, INSERT, UPDATE, DELETE ON upload, upload_part TO terrier_load;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
