-- +goose Up
-- A name that many things have gets its number without looking through all slugs of the kind: 60,000 assets took longer than ten
-- minutes, most of it here.
SET LOCAL ROLE terrier_owner;

-- +goose StatementBegin
-- Gives a new slug for a name: the first keeps it bare, the second gets -2. Slugs are never removed, so of the numbers in use the
-- last is found by doubling, then halving the step.
CREATE OR REPLACE FUNCTION give_ref(for_kind text, name text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    base text := coalesce(nullif(replace(left(search_key(name), 60), ' ', '-'), ''), 'unnamed');
    used integer := 0; -- a number in use, or 0
    free integer := 1; -- one that is not, once it is found
    try  integer;
BEGIN
    base := btrim(base, '-');
    WHILE EXISTS (SELECT FROM ref r WHERE r.kind = for_kind AND r.ref = base || CASE WHEN free = 1 THEN '' ELSE '-' || free END) LOOP
        used := free;
        free := free * 2;
    END LOOP;
    WHILE free - used > 1 LOOP
        try := (used + free) / 2;
        IF EXISTS (SELECT FROM ref r WHERE r.kind = for_kind AND r.ref = base || '-' || try) THEN
            used := try;
        ELSE
            free := try;
        END IF;
    END LOOP;
    LOOP
        INSERT INTO ref (kind, ref) VALUES (for_kind, base || CASE WHEN free = 1 THEN '' ELSE '-' || free END) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN base || CASE WHEN free = 1 THEN '' ELSE '-' || free END;
        END IF;
        free := free + 1; -- another transaction took it
    END LOOP;
END
$$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
