-- +goose Up
-- Drawing plan areas (docs/decisions/0019): the law that a verdict names, drafts, the versions of them that are kept, and those that are
-- marked ready to submit. Drafts are terrier_write's, who sees no home; the law is everybody's.
SET LOCAL ROLE terrier_owner;

CREATE TABLE rule (
    id             text PRIMARY KEY CHECK (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title          text NOT NULL CHECK (title <> ''),
    text           text NOT NULL CHECK (text <> ''),
    instrument     text NOT NULL CHECK (instrument <> ''),
    provision      text NOT NULL CHECK (provision <> ''),
    url            text NOT NULL CHECK (url ~ '^https://'),
    regime         text CHECK (regime <> ''),
    effective_from date,
    effective_to   date,
    trigger_event  text CHECK (trigger_event ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    period_value   integer CHECK (period_value > 0),
    period_unit    text CHECK (period_unit IN ('day', 'week', 'month', 'year', 'working-day')),
    count_from     text CHECK (count_from IN ('day-of', 'day-after')),
    roll           text CHECK (roll IN ('none', 'next-working-day')),
    status         text NOT NULL CHECK (status IN ('verified', 'unverified')),
    verified_on    date,
    CHECK (effective_to >= effective_from),
    CHECK (num_nulls(trigger_event, period_value, period_unit, count_from, roll) IN (0, 5)),
    CHECK ((status = 'verified') = (verified_on IS NOT NULL))
);
COMMENT ON TABLE rule IS 'the law as data: what a provision asks, in plain words, from when until when, and whether somebody has read it';
COMMENT ON COLUMN rule.id             IS 'by which code and documents name it';
COMMENT ON COLUMN rule.title          IS 'in a few words';
COMMENT ON COLUMN rule.text           IS 'what it asks, in plain words';
COMMENT ON COLUMN rule.instrument     IS 'the Act or statutory instrument';
COMMENT ON COLUMN rule.provision      IS 'the section or regulation in it';
COMMENT ON COLUMN rule.url            IS 'where the provision is published';
COMMENT ON COLUMN rule.regime         IS 'which of two regimes that stand side by side; NULL where there is one';
COMMENT ON COLUMN rule.effective_from IS 'its first day; NULL where that is not known';
COMMENT ON COLUMN rule.effective_to   IS 'its last day; NULL while it stands';
COMMENT ON COLUMN rule.trigger_event  IS 'of a period: the event that starts it';
COMMENT ON COLUMN rule.period_value   IS 'of a period: how many';
COMMENT ON COLUMN rule.period_unit    IS 'of a period: of what';
COMMENT ON COLUMN rule.count_from     IS 'of a period: whether the day of the event is its first';
COMMENT ON COLUMN rule.roll           IS 'of a period: whether it ends later where its last day is no working day';
COMMENT ON COLUMN rule.status         IS 'whether the text of the provision was read; what was not is shown as unverified';
COMMENT ON COLUMN rule.verified_on    IS 'when it was read';

INSERT INTO rule (id, title, text, instrument, provision, url, effective_from, trigger_event, period_value, period_unit, count_from, roll, status, verified_on)
SELECT r.id, r.title, r.text, i.instrument, r.provision, i.url || r.page, r.effective_from, r.trigger_event, r.period_value, r.period_unit, r.count_from, r.roll,
       r.status, CASE r.status WHEN 'verified' THEN date '2026-11-23' END
  FROM (VALUES
        ('act', 'area-overlap', 'Areas must not overlap', 'Neighbourhood areas must not overlap each other. Areas that touch do not overlap.',
         'section 61G(7)', '61G', NULL::date, NULL, NULL::integer, NULL, NULL, NULL, 'unverified'),
        ('act', 'forum-no-parish', 'A forum''s area has no parish in it', 'The area of a neighbourhood forum must not include any part of a parish that has a parish council.',
         'section 61G(3)(b)', '61G', NULL, NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('act', 'parish-area-own-parish', 'A parish council''s area has its parish in it', 'The area that a parish council applies for must include all or part of its own parish. It may reach beyond it.',
         'section 61G(3)(a)', '61G', NULL, NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('act', 'parish-consent', 'Other parish councils consent', 'Where an area reaches into other parishes, a parish council may act for it only with the consent of each of their councils.',
         'section 61F(2)', '61F', NULL, NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('act', 'area-regard', 'What the authority has regard to', 'The authority must have regard to how desirable it is to designate the whole of a parish, and to keep the boundaries of areas that are designated already.',
         'section 61G(4)', '61G', NULL, NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('act', 'england-only', 'England only', 'Neighbourhood areas are designated by local planning authorities in England.',
         'sections 61E to 61Q', '61E', NULL, NULL, NULL, NULL, NULL, NULL, 'unverified'),
        ('act', 'area-refusal', 'Where the authority finds the area not appropriate', 'An authority that does not find the area appropriate must still see that some or all of it is in one or more designated areas.',
         'section 61G(5)', '61G', NULL, NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('act', 'forum-test', 'What a forum is', 'A forum is for the social, economic and environmental well-being of its area. It is open to all who live or work there or are councillors for it, has at least 21 such members, and a written constitution.',
         'section 61F(5)', '61F', NULL, NULL, NULL, NULL, NULL, NULL, 'unverified'),
        ('act', 'forum-life', 'A forum lasts five years', 'The designation of a forum ends five years after it was made.',
         'section 61F(8)', '61F', NULL, 'forum-designated', 5, 'year', 'day-of', 'none', 'unverified'),
        ('act', 'one-forum', 'One forum an area', 'An area has one designated forum at most.',
         'section 61F(7)', '61F', NULL, NULL, NULL, NULL, NULL, NULL, 'unverified'),
        ('regulations', 'area-application', 'What an application holds', 'An application has a map that identifies the area, a statement why the area is appropriate, and a statement that whoever applies is a relevant body.',
         'regulation 5(1)', '5', NULL, NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('regulations', 'whole-parish', 'A whole parish is designated', 'Where a parish council applies for the whole of its parish, and no existing area in it reaches outside, the authority must designate it. Nothing is publicised and no time runs.',
         'regulation 5A', '5A', '2016-10-01', NULL, NULL, NULL, NULL, NULL, 'verified'),
        ('regulations', 'area-publicity', 'Six weeks for representations', 'The authority takes representations on the application for not less than six weeks from the day it is first publicised.',
         'regulation 6', '6', NULL, 'area-application-publicised', 6, 'week', 'day-of', 'none', 'verified'),
        ('regulations', 'area-decide', 'Thirteen weeks to decide', 'The authority decides within 13 weeks, counted from the day after the application is first publicised. Otherwise it must designate all of the area, save in stated cases.',
         'regulation 6A', '6A', '2016-10-01', 'area-application-publicised', 13, 'week', 'day-after', 'none', 'unverified'),
        ('regulations', 'area-decide-two-authorities', 'Twenty weeks to decide', 'Where the area lies in two or more local planning authorities they decide within 20 weeks, counted from the day after the application is first publicised. Otherwise they must designate all of the area, save in stated cases.',
         'regulation 6A', '6A', '2016-10-01', 'area-application-publicised', 20, 'week', 'day-after', 'none', 'unverified')
       ) r (of, id, title, text, provision, page, effective_from, trigger_event, period_value, period_unit, count_from, roll, status)
  JOIN (VALUES
        ('act', 'Town and Country Planning Act 1990', 'https://www.legislation.gov.uk/ukpga/1990/8/section/'),
        ('regulations', 'Neighbourhood Planning (General) Regulations 2012 (SI 2012/637)', 'https://www.legislation.gov.uk/uksi/2012/637/regulation/')
       ) i (of, instrument, url) USING (of);

CREATE TABLE draft (
    token        text PRIMARY KEY CHECK (token ~ '^[a-z2-7]{26}$'),
    account_id   bigint NOT NULL REFERENCES account,
    version      bigint NOT NULL CHECK (version > 0),
    name         text NOT NULL CHECK (length(name) <= 200),
    why          text NOT NULL CHECK (length(why) <= 20000),
    body_type    text CHECK (body_type IN ('parish-council', 'neighbourhood-forum', 'prospective-forum')),
    parish       text CHECK (parish <> '' AND length(parish) <= 100),
    revises      text CHECK (revises <> '' AND length(revises) <= 200),
    viewers      text NOT NULL CHECK (viewers IN ('private', 'link-view', 'link-comment')),
    geom         geometry(MultiPolygon, 27700) CHECK (is_millimetre(geom)),
    approximate  geometry(MultiLineString, 27700) CHECK (is_millimetre(approximate)),
    board        json CHECK (octet_length(board::text) <= 65536),
    made_at      timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    made_by_edit text CHECK (made_by_edit <> '' AND length(made_by_edit) <= 100),
    last_edit    text CHECK (last_edit <> '' AND length(last_edit) <= 100),
    UNIQUE (account_id, made_by_edit)
);
CREATE INDEX draft_account ON draft (account_id, changed_at);
COMMENT ON TABLE draft IS 'plan areas that people are drawing, as they stand: saved at every change';
COMMENT ON COLUMN draft.token        IS 'names it in addresses; random, for whoever has it may see the draft where its owner wants that';
COMMENT ON COLUMN draft.account_id   IS 'whose it is, and who may change it';
COMMENT ON COLUMN draft.version      IS 'rises by one with each change';
COMMENT ON COLUMN draft.name         IS 'what its owner calls it; empty while it has no name';
COMMENT ON COLUMN draft.why          IS 'why the area is appropriate (regulation 5(1)(b)); empty while nothing is said';
COMMENT ON COLUMN draft.body_type    IS 'what kind of body draws it';
COMMENT ON COLUMN draft.parish       IS 'code of the parish whose council draws it';
COMMENT ON COLUMN draft.revises      IS 'slug of the plan area that it would take the place of; NULL where it is a new one';
COMMENT ON COLUMN draft.viewers      IS 'who may see it besides its owner';
COMMENT ON COLUMN draft.geom         IS 'EPSG:27700, whole millimetres; may cross itself; NULL while no ring is closed';
COMMENT ON COLUMN draft.approximate  IS 'edges of geom, two points each, that are a guess which nobody has confirmed';
COMMENT ON COLUMN draft.board        IS 'what the drawing page keeps for itself';
COMMENT ON COLUMN draft.made_at      IS 'when it was made';
COMMENT ON COLUMN draft.changed_at   IS 'when it was last changed';
COMMENT ON COLUMN draft.made_by_edit IS 'name of the change that made it: sent again, it makes no second one';
COMMENT ON COLUMN draft.last_edit    IS 'name of the last change: sent again, it is not done twice';

CREATE TABLE draft_version (
    token          text NOT NULL REFERENCES draft ON DELETE CASCADE,
    number         integer NOT NULL CHECK (number > 0),
    author         bigint NOT NULL REFERENCES account,
    created_at     timestamptz NOT NULL,
    reason         text NOT NULL CHECK (length(reason) <= 1000),
    parent         integer,
    name           text NOT NULL,
    why            text NOT NULL,
    body_type      text,
    parish         text,
    revises        text,
    geom           geometry(MultiPolygon, 27700) NOT NULL CHECK (is_millimetre(geom)) CHECK (ST_IsValid(geom)),
    approximate    geometry(MultiLineString, 27700) CHECK (is_millimetre(approximate)),
    sha256         text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (token, number),
    FOREIGN KEY (token, parent) REFERENCES draft_version (token, number)
);
COMMENT ON TABLE draft_version IS 'shapes of drafts that are kept with their words; rows are never changed, and go with their draft alone';
COMMENT ON COLUMN draft_version.token       IS 'the draft';
COMMENT ON COLUMN draft_version.number      IS '1, 2, 3 ... within the draft';
COMMENT ON COLUMN draft_version.author      IS 'who kept it';
COMMENT ON COLUMN draft_version.created_at  IS 'when';
COMMENT ON COLUMN draft_version.reason      IS 'why';
COMMENT ON COLUMN draft_version.parent      IS 'the version it was made from; NULL where it was made from none';
COMMENT ON COLUMN draft_version.name        IS 'as the draft had it';
COMMENT ON COLUMN draft_version.why         IS 'as the draft had it';
COMMENT ON COLUMN draft_version.body_type   IS 'as the draft had it';
COMMENT ON COLUMN draft_version.parish      IS 'as the draft had it';
COMMENT ON COLUMN draft_version.revises     IS 'as the draft had it';
COMMENT ON COLUMN draft_version.geom        IS 'EPSG:27700, whole millimetres, valid';
COMMENT ON COLUMN draft_version.approximate IS 'edges of geom that nobody had confirmed: such a version cannot be ready';
COMMENT ON COLUMN draft_version.sha256      IS 'of the canonical WKB (ST_Normalize, little endian) in EPSG:27700';

CREATE TABLE draft_ready (
    token     text PRIMARY KEY,
    number    integer NOT NULL,
    geom      geometry(MultiPolygon, 27700) NOT NULL,
    name      text NOT NULL,
    marked_at timestamptz NOT NULL,
    marked_by bigint NOT NULL REFERENCES account,
    FOREIGN KEY (token, number) REFERENCES draft_version (token, number)
);
CREATE INDEX draft_ready_geom ON draft_ready USING gist (geom);
COMMENT ON TABLE draft_ready IS 'versions that are marked ready to submit: they share no land with each other or with a plan area that stood when they were marked';
COMMENT ON COLUMN draft_ready.token     IS 'the draft; one version of it at most is ready';
COMMENT ON COLUMN draft_ready.number    IS 'which version';
COMMENT ON COLUMN draft_ready.geom      IS 'its shape';
COMMENT ON COLUMN draft_ready.name      IS 'its name, as others are told it';
COMMENT ON COLUMN draft_ready.marked_at IS 'when it was marked';
COMMENT ON COLUMN draft_ready.marked_by IS 'by whom';

GRANT SELECT ON rule TO terrier_load, terrier_write, terrier_exact, terrier_public;
GRANT SELECT, INSERT, DELETE ON draft TO terrier_write;
GRANT UPDATE (version, name, why, body_type, parish, revises, viewers, geom, approximate, board, changed_at, last_edit) ON draft TO terrier_write;
GRANT SELECT, INSERT ON draft_version TO terrier_write;
GRANT SELECT, INSERT, DELETE ON draft_ready TO terrier_write;
GRANT UPDATE (number, geom, name, marked_at, marked_by) ON draft_ready TO terrier_write;
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
