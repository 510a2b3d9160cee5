package main

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
)

// A role of the server that could get past the row policies is told, however it could. Roles belong to the whole cluster, so this makes
// one of its own.
func TestDoctorFindsRolesThatCouldPassThePolicies(t *testing.T) {
	ctx := context.Background()
	db := pgtest.New(t)
	super := db.Pool(t, "")
	do := func(sql string) {
		t.Helper()
		if _, err := super.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	role := "terrier_scratch_" + strings.ToLower(rand.Text()[:10])
	between, above := role+"_between", role+"_above"
	for _, r := range []string{role, between, above} {
		do(`CREATE ROLE ` + r + ` LOGIN NOINHERIT`)
	}
	t.Cleanup(func() {
		for _, r := range []string{role, between, above} {
			do(`DROP OWNED BY ` + r)
			do(`DROP ROLE ` + r)
		}
	})
	do(`GRANT USAGE ON SCHEMA public TO ` + role)
	at := &database{login: func(string) string { return db.URL("") }, admin: db.URL("")}
	look := func() finding {
		t.Helper()
		d := diagnosis{OK: true}
		lookAtRole(ctx, &d, at, role)
		if len(d.Findings) != 1 || d.OK != d.Findings[0].OK {
			t.Fatalf("%+v", d)
		}
		return d.Findings[0]
	}
	for _, c := range []struct{ name, make, unmake, found string }{
		{"superuser", `ALTER ROLE $role SUPERUSER`, `ALTER ROLE $role NOSUPERUSER`, "rights above its work"},
		{"BYPASSRLS", `ALTER ROLE $role BYPASSRLS`, `ALTER ROLE $role NOBYPASSRLS`, "rights above its work"},
		{"CREATEROLE", `ALTER ROLE $role CREATEROLE`, `ALTER ROLE $role NOCREATEROLE`, "rights above its work"},
		{"owner of a table", `CREATE TABLE theirs (id int); ALTER TABLE theirs OWNER TO $role`, `DROP TABLE theirs`, "owns tables"},
		{"owner of the homes", `ALTER TABLE home OWNER TO $role`, `ALTER TABLE home OWNER TO terrier_owner`, "owns tables"},
		{"member of the owner", `GRANT terrier_owner TO $role`, `REVOKE terrier_owner FROM $role`, "can take on the role terrier_owner, which owns tables"},
		{"member of a member of the owner", `GRANT terrier_owner TO $between; GRANT $between TO $role`, `REVOKE terrier_owner FROM $between; REVOKE $between FROM $role`, "terrier_owner"},
		{"member of a superuser", `ALTER ROLE $above SUPERUSER; GRANT $above TO $role`, `ALTER ROLE $above NOSUPERUSER; REVOKE $above FROM $role`, "$above, which is a superuser"},
		{"member of one with BYPASSRLS", `ALTER ROLE $above BYPASSRLS; GRANT $above TO $between; GRANT $between TO $role`,
			`ALTER ROLE $above NOBYPASSRLS; REVOKE $above FROM $between; REVOKE $between FROM $role`, "$above, which has BYPASSRLS"},
		{"reader of everything", `GRANT pg_read_all_data TO $role`, `REVOKE pg_read_all_data FROM $role`, "pg_read_all_data"},
		{"reader of the server's files", `GRANT pg_read_server_files TO $role`, `REVOKE pg_read_server_files FROM $role`, "pg_read_server_files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			named := strings.NewReplacer("$role", role, "$between", between, "$above", above)
			if f := look(); !f.OK {
				t.Fatalf("before: %+v", f)
			}
			do(named.Replace(c.make))
			f := look()
			do(named.Replace(c.unmake))
			if f.OK || !strings.Contains(f.Found, named.Replace(c.found)) || f.Remedy == "" {
				t.Errorf("%+v, want %q", f, named.Replace(c.found))
			}
		})
	}
}

func TestDoctorFindsPoliciesTurnedOff(t *testing.T) {
	ctx := context.Background()
	db := pgtest.New(t)
	at := &database{login: func(string) string { return db.URL("") }, admin: db.URL("")}
	for _, off := range []bool{false, true} {
		if off {
			if _, err := db.Pool(t, postgis.RoleOwner).Exec(ctx, `ALTER TABLE home_version DISABLE ROW LEVEL SECURITY`); err != nil {
				t.Fatal(err)
			}
		}
		d := diagnosis{OK: true}
		lookAtPolicies(ctx, &d, at)
		if d.OK == off || off && !strings.Contains(d.Findings[0].Found, "home_version") {
			t.Errorf("%+v", d)
		}
	}
}
