package jobs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/jobs"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans/intake"
)

const most = 1 << 20

// place is a database with an association and somebody who brings its homes.
type place struct {
	t            *testing.T
	db           *pgtest.DB
	pool         *pgxpool.Pool // as the superuser, for looking
	organisation int64
	account      int64
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, db: pgtest.New(t)}
	p.pool = p.db.Pool(t, "")
	p.scan(`WITH s AS (INSERT INTO source (publisher, licence) VALUES ('Beck', 'own') RETURNING id)
		INSERT INTO organisation (ref, reference, name, organisation_type, source_id) SELECT 'beck', 'L0002', 'Beck Housing', 'registered-provider', id FROM s RETURNING id`, &p.organisation)
	p.scan(`INSERT INTO account (email, email_key, passkey_handle, made_at) VALUES ('o@beck.example', 'o@beck.example', decode(repeat('00', 32), 'hex'), now()) RETURNING id`, &p.account)
	return p
}

func (p *place) scan(sql string, into any, args ...any) {
	p.t.Helper()
	must(p.t, p.pool.QueryRow(context.Background(), sql, args...).Scan(into))
}

func (p *place) number(sql string) (n int) {
	p.t.Helper()
	p.scan(sql, &n)
	return n
}

func (p *place) exec(sql string, args ...any) {
	p.t.Helper()
	_, err := p.pool.Exec(context.Background(), sql, args...)
	must(p.t, err)
}

// stock is a server's.
func (p *place) stock() *jobs.Stock {
	pool := p.db.Pool(p.t, postgis.RoleLoad)
	return jobs.NewStock(postgis.NewUploads(pool), postgis.NewLoader(pool), func() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) })
}

// kept uploads a file.
func (p *place) kept(s *jobs.Stock, name, content string) intake.Upload {
	p.t.Helper()
	up, err := s.KeepUpload(p.t.Context(), intake.Upload{Organisation: p.organisation, By: p.account, FileName: name, Choices: intake.Choices{AsAt: "2026-03-31"}}, strings.NewReader(content), most)
	must(p.t, err)
	return up
}

// checked uploads a file and has it checked.
func (p *place) checked(s *jobs.Stock, content string) intake.Upload {
	p.t.Helper()
	up := p.kept(s, "x.csv", content)
	p.step(s)
	if up = p.now(s, up); up.Stage != intake.IsChecked {
		p.t.Fatalf("%+v %+v", up, up.Failure)
	}
	return up
}

func (p *place) step(s *jobs.Stock) {
	p.t.Helper()
	did, err := s.Step(p.t.Context())
	must(p.t, err)
	if !did {
		p.t.Fatal("there was nothing to do")
	}
}

func (p *place) now(s *jobs.Stock, up intake.Upload) intake.Upload {
	p.t.Helper()
	up, err := s.Upload(p.t.Context(), p.organisation, up.ID)
	must(p.t, err)
	return up
}

func (p *place) ask(s *jobs.Stock, up intake.Upload, task intake.Task) {
	p.t.Helper()
	must(p.t, s.AskUpload(p.t.Context(), p.organisation, up.ID, task, p.account, p.now(s, up).Attempt, nil))
}

// lapse lets whoever is at a task have said nothing for a long time.
func (p *place) lapse() {
	p.exec(`UPDATE upload SET beat_at = now() - interval '1 hour' WHERE task IS NOT NULL`)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rows is a file of that many homes.
func rows(n int) string {
	var b strings.Builder
	b.WriteString("reference,tenure,easting,northing\n")
	for i := range n {
		fmt.Fprintf(&b, "H%d,social-rent,%d,%d\n", i, 433_000+i%100*10, 435_000+i/100*10)
	}
	return b.String()
}

// blocked holds up whoever brings homes in, until it is called.
func (p *place) blocked() (release func()) {
	p.t.Helper()
	tx, err := p.pool.BeginTx(context.Background(), pgx.TxOptions{})
	must(p.t, err)
	_, err = tx.Exec(context.Background(), `SELECT pg_advisory_xact_lock(hashtext('terrier import homes'))`)
	must(p.t, err)
	return func() { must(p.t, tx.Rollback(context.Background())) }
}

// waiting waits until somebody waits for that lock.
func (p *place) waiting(n int) {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if p.number(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`) == n {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("nobody came to wait")
		}
	}
}

// A server that says nothing for a while loses its task to another: what it does afterwards is not kept, and the homes come in once.
func TestTakenOver(t *testing.T) {
	p := newPlace(t)
	slow, quick := p.stock(), p.stock()
	up := p.checked(slow, rows(50))
	p.ask(slow, up, intake.Apply)
	release := p.blocked()
	ended := make(chan error, 1)
	go func() { _, err := slow.Step(context.Background()); ended <- err }()
	p.waiting(1)
	p.lapse()
	other := make(chan error, 1)
	go func() { _, err := quick.Step(context.Background()); other <- err }()
	p.waiting(2)
	must(t, <-ended) // its next beat finds the task gone
	release()
	must(t, <-other)
	up = p.now(quick, up)
	if up.Stage != intake.Applied || p.number(`SELECT count(*) FROM home`) != 50 || p.number(`SELECT count(*) FROM import`) != 1 {
		t.Errorf("%+v, %d homes, %d imports", up, p.number(`SELECT count(*) FROM home`), p.number(`SELECT count(*) FROM import`))
	}
}

// A server that is gone in the middle, and a database that ends the connection: nothing is half-done, and the next try completes it.
func TestCutOff(t *testing.T) {
	p := newPlace(t)
	s := p.stock()
	up := p.checked(s, rows(50))
	p.ask(s, up, intake.Apply)
	_, ok, err := s.TakeUpload(t.Context()) // and the server is gone
	must(t, err)
	if did, err := s.Step(t.Context()); !ok || did || err != nil {
		t.Fatalf("a task that somebody is at was taken: %v %v", did, err)
	}
	p.lapse()
	release := p.blocked()
	ended := make(chan error, 1)
	go func() { _, err := s.Step(context.Background()); ended <- err }()
	p.waiting(1)
	p.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
	must(t, <-ended)
	release()
	if up := p.now(s, up); up.Task != intake.Apply || up.Failure != nil || p.number(`SELECT count(*) FROM home`) != 0 {
		t.Fatalf("%+v %+v", up, up.Failure)
	}
	p.lapse()
	p.step(s)
	if up := p.now(s, up); up.Stage != intake.Applied || p.number(`SELECT count(*) FROM home`) != 50 {
		t.Fatalf("%+v %+v", up, up.Failure)
	}
	// undone, and the server is gone before it could say so
	p.ask(s, up, intake.Undo)
	up = p.now(s, up)
	_, err = postgis.NewLoader(p.db.Pool(t, postgis.RoleLoad)).Undo(t.Context(), up.Import, intake.UndoOptions{Who: "a test"}, func(intake.Problem) {})
	must(t, err)
	p.step(s)
	if up := p.now(s, up); up.Stage != intake.TakenBack || p.number(`SELECT count(*) FROM home`) != 0 {
		t.Fatalf("%+v %+v", up, up.Failure)
	}
}

// A task that takes the server down each time is given up, and says so.
func TestGivenUp(t *testing.T) {
	p := newPlace(t)
	s := p.stock()
	up := p.kept(s, "x.csv", rows(1))
	for range intake.MostTries {
		_, ok, err := s.TakeUpload(t.Context())
		must(t, err)
		if !ok {
			t.Fatal("it was not to be had")
		}
		p.lapse()
	}
	p.step(s)
	if up := p.now(s, up); up.Stage != intake.Unfit || up.Task != "" || up.Failure.Code != "given-up" {
		t.Errorf("%+v %+v", up, up.Failure)
	}
}

// Whatever is wrong with a file is said in words for a page: no flag of the command line is part of it.
func TestWordsForAPage(t *testing.T) {
	p := newPlace(t)
	s := p.stock()
	for name, content := range map[string]string{
		"no tenure":         "reference,easting,northing\nH1,433000,435000\n",
		"no reference":      "tenure,easting,northing\nsocial-rent,433000,435000\n",
		"no position":       "reference,tenure\nH1,social-rent\n",
		"half a position":   "reference,tenure,easting\nH1,social-rent,433000\n",
		"no headings":       "H1,social-rent,433000,435000\nH2,social-rent,433000,435000\n",
		"in the sea":        "reference,tenure,easting,northing\nH1,social-rent,1,1\nH2,social-rent,99999999,435000\n",
		"wrong axes":        "reference,tenure,easting,northing\nH1,social-rent,435000,433000\n",
		"unknown system":    "reference,tenure,x,y,crs\nH1,social-rent,433000,435000,EPSG:2154\n",
		"unknown postcode":  "reference,tenure,postcode\nH1,social-rent,HV1 2AB\n",
		"headings only":     "reference,tenure,easting,northing\n",
		"a picture":         "\x89PNG\r\n\x1a\n",
		"a web page":        "<!doctype html><html></html>",
		"cut archive":       "PK\x03\x04\x14\x00",
		"odd letters":       "reference,tenure,easting,northing,address\nH1,social-rent,433000,435000,Mill Caf\xe9\n",
		"another's home":    "reference,owner,tenure,easting,northing\nH1,Quiet Homes,social-rent,433000,435000\n",
		"json list":         "[1,2]",
		"gzip":              "\x1f\x8b\x08",
		"geojson elsewhere": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"reference":"H1","tenure":"social-rent"},"geometry":{"type":"Point","coordinates":[2.35,48.85]}}]}`,
	} {
		up := p.kept(s, name+".csv", content)
		p.step(s)
		up = p.now(s, up)
		var said []string
		if up.Failure != nil {
			said = append(said, up.Failure.Message, up.Failure.Remedy)
		}
		if c := up.Checked; c != nil {
			said = append(append(append(said, c.Notes...), c.Proposal.Before...), c.Proposal.Coordinates)
			for _, problem := range c.Problems {
				said = append(said, problem.Reason, problem.Remedy)
			}
		}
		all := strings.Join(said, " ")
		if up.Task != "" || up.Stage == intake.Uploaded || all == "" || strings.Contains(all, "--") || strings.Contains(all, "terrier import") {
			t.Errorf("%s: %s, %q", name, up.Stage, all)
		}
		t.Logf("%s: %s: %s", name, up.Stage, all)
	}
}

// A list without a column for something leaves it as it stands; one that has the column and leaves it empty says that it is not known.
func TestWhatAListDoesNotSpeakOf(t *testing.T) {
	p := newPlace(t)
	s := p.stock()
	bring := func(content string) {
		up := p.checked(s, content)
		p.ask(s, up, intake.Apply)
		p.step(s)
		if up = p.now(s, up); up.Stage != intake.Applied {
			t.Fatalf("%+v %+v", up, up.Failure)
		}
	}
	stands := func() (is string) {
		p.scan(`SELECT concat_ws(' ', tenure, coalesce(home_type, '-'), coalesce(bedrooms::text, '-'), coalesce(epc, '-'), coalesce(address_text, '-'), m.name) FROM home h LEFT JOIN organisation m ON m.id = manager_id`, &is)
		return is
	}
	bring("reference,tenure,easting,northing,home-type,bedrooms,epc,address,manager\nH1,social-rent,433000,435000,house,3,C,1 High Street,Agents Ltd\n")
	bring("reference,tenure,easting,northing,epc\nH1,affordable-rent,433000,435000,\n")
	if is := stands(); is != "affordable-rent house 3 - 1 High Street Agents Ltd" {
		t.Errorf("it stands as %q", is)
	}
	bring("reference,tenure,easting,northing,sensitivity\nH1,affordable-rent,433000,435000,withheld\n")
	if is := stands(); is != "affordable-rent house 3 - - Agents Ltd" {
		t.Errorf("withheld it stands as %q", is)
	}
}

// A list that is to be the whole stock, and of which no row can be used, says what is wrong with each, and empties nothing.
func TestAWholeListOfMistakes(t *testing.T) {
	p := newPlace(t)
	s := p.stock()
	up := p.checked(s, rows(3))
	p.ask(s, up, intake.Apply)
	p.step(s)
	wrong := p.kept(s, "wrong.csv", strings.ReplaceAll(rows(3), "social-rent", "nonsense"))
	p.exec(`UPDATE upload SET choices = choices || '{"whole": true}' WHERE id = $1`, wrong.ID)
	p.step(s)
	wrong = p.now(s, wrong)
	if wrong.Stage != intake.IsChecked || wrong.Checked.Accepted != 0 || wrong.Checked.Refused != 3 || len(wrong.Checked.Problems) != 3 || wrong.Ask(intake.Apply) == nil {
		t.Fatalf("%+v %+v %+v", wrong, wrong.Failure, wrong.Checked)
	}
	var copied strings.Builder
	must(t, s.Annotate(t.Context(), wrong, false, &copied))
	if strings.Count(copied.String(), "refused, tenure") != 3 {
		t.Error(copied.String())
	}
}

// Files that unpack to very much, that hold macros or formulas, or that break off, are answered, and take no more room than others.
func TestDangerousFiles(t *testing.T) {
	p := newPlace(t)
	s := p.stock()
	archived := func(name string, size int, fill string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		must(t, err)
		for range size / len(fill) {
			_, err := w.Write([]byte(fill))
			must(t, err)
		}
		must(t, z.Close())
		return b.String()
	}
	line := strings.Repeat("=HYPERLINK(\"x\"),", 4096) + "\n"
	for name, content := range map[string]string{
		"bomb.zip":      archived("stock.csv", 256<<20, strings.Repeat("0", 1<<20)),
		"one line.csv":  strings.Repeat("a,", most/2-10),
		"columns.csv":   line + line,
		"nul.csv":       "reference,tenure,easting,northing\nH\x001,social-rent,433000,435000\n",
		"bad bytes.csv": "refer\xffence,tenure,easting,northing\nH\xff1,social-rent,433000,435000\n",
		"formulas.csv":  "reference,tenure,easting,northing\n=1+1,social-rent,433000,435000\n",
		"nul.geojson":   `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"reference":"H\u00001","tenure":"soc\u0000ial-rent","na\u0000me":"x\u0000"},"geometry":{"type":"Point","coordinates":[-1.5,53.8]}},{"type":"Feature","properties":{"reference":"H2","tenure":"social-rent","address":"1\u0000 High Street","manager":"Agents\u0000","na\u0000me":"x\u0000"},"geometry":{"type":"Point","coordinates":[-1.5,53.8]}}]}`,
		"late nul.csv":  rows(3000) + "H\x00,social-rent,433000,435000\nH\x00,soc\x00ial,433000,435000\n",
		"cut.xlsx":      archived("xl/workbook.xml", 10, "<workbook/>"),
	} {
		began := time.Now()
		up := p.kept(s, name, content)
		p.step(s)
		up = p.now(s, up)
		if up.Task != "" || up.Stage == intake.Uploaded {
			t.Errorf("%s: %s, still %q: %+v", name, up.Stage, up.Task, up.Failure)
		}
		if up.Ask(intake.Apply) == nil {
			p.ask(s, up, intake.Apply)
			p.step(s)
			if up = p.now(s, up); up.Stage != intake.Applied {
				t.Errorf("%s: %s, %+v", name, up.Stage, up.Failure)
			}
		}
		if up.Failure != nil && strings.Contains(up.Failure.Message+up.Failure.Remedy, "--") {
			t.Errorf("%s: %+v", name, up.Failure)
		}
		t.Logf("%s: %s in %s, %+v", name, up.Stage, time.Since(began).Round(time.Millisecond), up.Failure)
	}
}
