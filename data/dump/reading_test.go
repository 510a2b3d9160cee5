package dump_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"terrier/data/cluster"
	"terrier/data/dump"
)

func TestAddress(t *testing.T) {
	t.Setenv("PGPASSWORD", "")
	t.Setenv("PGPASSFILE", "/dev/null")
	for _, c := range []struct{ name, text, info, password string }{
		{"a URL", "postgres://clerk:se%20cret@db.example:5433/terrier?sslmode=require", "user='clerk' host='db.example' port='5433' dbname='terrier' sslmode='require'", "se cret"},
		{"a URL with a socket", "postgres://terrier_admin@/terrier?host=/srv/a&port=5432", "user='terrier_admin' dbname='terrier' host='/srv/a' port='5432'", ""},
		{"a password among the keys", "postgresql:///terrier?user=clerk&password=secret", "dbname='terrier' user='clerk'", "secret"},
		{"settings of the session", "postgres://clerk@h/terrier?timezone=Europe/London", "user='clerk' host='h' dbname='terrier' options='-c timezone=Europe/London'", ""},
		{"an IPv6 address", "postgres://clerk@[::1]:5432/terrier", "user='clerk' host='::1' port='5432' dbname='terrier'", ""},
		{"words", "host=/run user=clerk password=secret dbname='my db' options='-c role=terrier_load'", "host='/run' user='clerk' dbname='my db' options='-c role=terrier_load'", "secret"},
		{"words with quotes", `host = /run user='o\'neill' dbname=x`, `host='/run' user='o\'neill' dbname='x'`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			info, password, err := dump.AddressOf(c.text)
			if err != nil || info != c.info || password != c.password {
				t.Errorf("got %s, %q, %v\nwant %s, %q", info, password, err, c.info, c.password)
			}
			if strings.Contains(info, "secret") {
				t.Error("the password stands on the command line")
			}
			if again, err := pgx.ParseConfig(info); err != nil || again.User != mustParse(t, c.text).User || again.Database != mustParse(t, c.text).Database || again.Host != mustParse(t, c.text).Host {
				t.Errorf("it leads elsewhere: %v %v", again, err)
			}
		})
	}
	for _, bad := range []string{"nonsense", "postgres://clerk:sec%zzret@h/x"} {
		if _, _, err := dump.AddressOf(bad); err == nil || strings.Contains(err.Error(), "sec%zzret") {
			t.Error(bad, err)
		}
	}
}

func mustParse(t *testing.T, text string) *pgx.ConnConfig {
	t.Helper()
	cfg, err := pgx.ParseConfig(text)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestPrograms(t *testing.T) {
	found := []cluster.Client{{Version: "14.3", Major: 14}, {Version: "16.1", Major: 16}, {Version: "17.2", Major: 17}}
	for server, want := range map[int]string{13: "14.3", 14: "14.3", 15: "16.1", 17: "17.2"} {
		if got, err := dump.Usable(found, server); err != nil || got[0].Version != want {
			t.Errorf("for %d: %v, %v; want %s", server, got, err, want)
		}
	}
	_, err := dump.Usable(found, 18)
	refusal(t, err, "client-missing")
	if !strings.Contains(err.Error(), "17.2") {
		t.Error(err)
	}
	_, err = dump.Usable(nil, 15)
	refusal(t, err, "client-missing")
	if found := cluster.Clients(); len(found) == 0 || found[0].Major < cluster.LeastPostgreSQL {
		t.Error("found here:", found)
	}
}

func TestTally(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	script := "SET transaction_timeout = 0;\nSET row_security = off;\nCOPY public.goose_db_version (id, version_id, is_applied, tstamp) FROM stdin;\n" +
		"1\t0\tt\tnow\n2\t3\tt\tnow\n3\t9\tf\tnow\n\\.\n\nCOPY public.home (id, note) FROM stdin;\n1\t" + long + "\n2\tCOPY public.x (a) FROM stdin;\n3\tSET transaction_timeout = 0;\n" +
		"SET transaction_timeout = 0;\n\\.\nCOPY public.place (id) FROM stdin;\n\\.\nSELECT 1;"
	for server, want := range map[int]string{17: script, 15: strings.TrimPrefix(script, "SET transaction_timeout = 0;\n")} {
		var out bytes.Buffer
		tables, migrated, err := dump.Follow(strings.NewReader(script), &out, server)
		if err != nil || out.String() != want {
			t.Errorf("for %d: %v, %d bytes of %d", server, err, out.Len(), len(want))
		}
		if !slices.Equal(tables, []dump.Table{{Name: "goose_db_version", Rows: 3}, {Name: "home", Rows: 4}, {Name: "place", Rows: 0}}) || migrated != 3 {
			t.Error(tables, migrated)
		}
	}
}

func TestDivide(t *testing.T) {
	list := `;
; Archive created at 2026-03-31
;     Dumped from database version: 16.2
;
4752; 0 0 ACL - SCHEMA public pg_database_owner
4; 3079 143314 EXTENSION - postgis 
4753; 0 0 COMMENT - EXTENSION postgis 
9; 2615 1 SCHEMA - tiger gis
1037; 1255 143343 FUNCTION public give_ref(text, text) terrier_owner
220; 1259 1 TABLE public goose_db_version postgres
3001; 0 1 TABLE DATA public goose_db_version postgres
221; 1259 2 TABLE public home terrier_owner
222; 1259 3 TABLE public parcels gis
3002; 0 2 TABLE DATA public home terrier_owner
3003; 0 9 TABLE DATA public spatial_ref_sys postgres
3004; 2606 7 FK CONSTRAINT public home home_fkey terrier_owner
`
	versions, ours, left, err := dump.Divide(strings.NewReader(list))
	if err != nil || strings.Count(versions, "\n") != 2 || strings.Count(ours, "\n") != 4 || !strings.Contains(ours, "3004; 2606 7 FK CONSTRAINT public home home_fkey terrier_owner\n") {
		t.Errorf("%v\n%s\n%s", err, versions, ours)
	}
	if want := []string{"SCHEMA - tiger", "TABLE public parcels"}; !slices.Equal(left, want) {
		t.Errorf("left out %q, want %q", left, want)
	}
}
