package dump_test

import (
	"path/filepath"
	"testing"

	"terrier/data/dump"
	"terrier/data/postgis/pgtest"
)

// TestNobodySignedInAcrossRestore: accounts and their roles come back; sessions and links, which may have been ended since, do not.
func TestNobodySignedInAcrossRestore(t *testing.T) {
	from, to := pgtest.New(t), pgtest.New(t)
	source, target := connect(t, from.URL("")), connect(t, to.URL(""))
	run(t, source, `INSERT INTO account (email, email_key, passkey_handle, made_at) VALUES ('a@x.example', 'a@x.example', sha256('a'), now())`)
	run(t, source, `INSERT INTO role_held (account_id, role, start_date, granted_at) VALUES (1, 'administrator', '2026-01-01', now())`)
	run(t, source, `INSERT INTO session (family, token_sha256, account_id, means, started_at, issued_at) VALUES (gen_random_uuid(), sha256('s'), 1, 'link', now(), now())`)
	run(t, source, `INSERT INTO sign_in_link (token_sha256, purpose, email, email_key, made_at, expires_at) VALUES (sha256('l'), 'invitation', 'b', 'b', now(), now() + interval '1 day')`)
	run(t, source, `INSERT INTO sign_in_link_role (sign_in_link_id, role, start_date) VALUES (1, 'administrator', '2026-01-01')`)
	run(t, source, `INSERT INTO ceremony (token_sha256, purpose, made_at, expires_at) VALUES (sha256('c'), 'passkey', now(), now() + interval '1 minute')`)
	file := filepath.Join(t.TempDir(), "a.dump")
	if _, err := dump.Write(t.Context(), from.URL(""), file, dump.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := dump.Restore(t.Context(), to.URL(""), file, nil); err != nil {
		t.Fatal(err)
	}
	got := text(t, target, `SELECT concat_ws(' ', (SELECT count(*) FROM account), (SELECT count(*) FROM role_held), (SELECT count(*) FROM session),
		(SELECT count(*) FROM sign_in_link), (SELECT count(*) FROM sign_in_link_role), (SELECT count(*) FROM ceremony))`)
	if got != "1 1 0 0 0 0" {
		t.Error("accounts, roles, sessions, links, what they bring, and ceremonies:", got)
	}
	sameText(t, "what was restored", structure(t, target), structure(t, source))
}
