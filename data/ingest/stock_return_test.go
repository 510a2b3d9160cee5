package ingest_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/scripts/sweep"
)

// asReturn makes of a file the stock return of Hollin Homes.
func asReturn(r intake.Return) func(*ingest.Request) {
	return func(req *ingest.Request) { req.Organisation, req.Return = "Hollin Homes", &r }
}

const stockHeader = "reference,uprn,owner,tenure,sensitivity,easting,northing\n"

func (b *base) references(t *testing.T) string {
	t.Helper()
	var list string
	if err := b.pool.QueryRow(t.Context(), `SELECT coalesce(string_agg(provider_ref, ' ' ORDER BY provider_ref), '') FROM home`).Scan(&list); err != nil {
		t.Fatal(err)
	}
	return list
}

// A home that the file names stays, also where its row cannot be used, whatever is wrong with it.
func TestWholeReturnKeepsWhatItsRefusedRowsName(t *testing.T) {
	b := newBase(t)
	row := func(reference, uprn, owner, tenure, sensitivity, place string) string {
		return strings.Join([]string{reference, uprn, owner, tenure, sensitivity, place}, ",") + "\n"
	}
	const here = "376694,387928"
	all := stockHeader
	for _, reference := range []string{"good", "gone", "tenure", "nowhere", "ragged", "sensitivity", "other", "100"} {
		all += row(reference, "", "Hollin Homes", "social rent", "open", here)
	}
	b.bring(t, "homes", strings.NewReader(all))
	res := b.bring(t, "homes", strings.NewReader(stockHeader+
		row("good", "", "", "social rent", "open", here)+
		row("tenure", "", "", "rent", "open", here)+
		row("nowhere", "", "", "social rent", "open", ",")+
		row("ragged", "", "", "social rent", "open", here+",too,many")+
		row("sensitivity", "", "", "social rent", "quite secret", here)+
		row("other", "", "Marsh Homes", "social rent", "open", here)+
		row("", "0100", "", "", "open", here)+
		row("", "", "", "social rent", "open", here)), asReturn(intake.Return{Whole: true}))
	if res.Accepted != 1 || res.Refused != 7 || res.Changes == nil || *res.Changes != (intake.Changes{Lost: 1, Unchanged: 1}) {
		t.Errorf("%+v, changes %+v", res, res.Changes)
	}
	if got := b.references(t); got != "100 good nowhere other ragged sensitivity tenure" {
		t.Errorf("there are %s", got)
	}
	if n := b.number(t, "SELECT count(*) FROM import WHERE options->>'return' = 'whole'"); n != 1 {
		t.Errorf("%d imports say that they are whole returns", n)
	}
	t.Run("and where all are refused, nothing is done", func(t *testing.T) {
		_, err := ingest.Run(t.Context(), ingest.Request{Kind: "homes", FileName: "test", File: strings.NewReader(stockHeader + row("good", "", "", "rent", "open", here)), Who: "test",
			Loader: b, Organisation: "Hollin Homes", Return: &intake.Return{Whole: true}})
		wantCode(t, err, "nothing-to-bring")
		if got := b.references(t); !strings.HasPrefix(got, "100 good") {
			t.Errorf("there are %s", got)
		}
	})
	t.Run("only homes are returned", func(t *testing.T) {
		_, err := ingest.Run(t.Context(), ingest.Request{Kind: "assets", FileName: "test", File: strings.NewReader(twoHalls), Who: "test", Loader: b, Return: &intake.Return{}})
		wantCode(t, err, "return-of-homes")
	})
	t.Run("what is no return has no changes", func(t *testing.T) {
		if res := b.bring(t, "homes", strings.NewReader(all)); res.Changes != nil {
			t.Errorf("%+v", res.Changes)
		}
	})
}

// Over random returns, the trial tells what is told of the return once it was applied, also when others came after, and both tell the
// difference between the register before and after, as a plain comparison of the two has it.
func TestReturnTellsTheDifference(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	b := newBase(t)
	b.bring(t, "homes", strings.NewReader(stockHeader+"0,,Hollin Homes,social rent,open,376694,387928\n0,,Marsh Homes,social rent,open,376694,387928\n"))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	file := func() string {
		rows := "reference,owner,manager,tenure,bedrooms,sensitivity,address,as-at-date,easting,northing\n"
		for _, key := range random.Perm(12)[:1+random.IntN(11)] {
			rows += fmt.Sprintf("%d,%s,%s,%s,%s,%s,%s,%s,%d.%d,387928\n", key, pick("Hollin Homes", "", "", "Marsh Homes"), pick("", "Ashe Homes", "Bourne Homes"),
				pick("social rent", "affordable rent", "rent"), pick("1", "2"), pick("", "open", "withheld", "published"), pick("", "1 High Street"),
				pick("2025-03-31", "2026-03-31"), 376694+random.IntN(3), random.IntN(3))
		}
		return rows
	}
	type applied struct {
		id      int64
		counts  intake.Changes
		changes []intake.Change
	}
	var all []applied
	for range sweep.Size(15, 200) {
		r := intake.Return{Whole: random.IntN(2) == 0, Release: random.IntN(2) == 0}
		var trial, done []intake.Change
		rows, before := file(), b.owned(t)
		r.Changed = func(c intake.Change) { trial = append(trial, c) }
		tried, err := b.run(t, rows, r, true)
		r.Changed = func(c intake.Change) { done = append(done, c) }
		res, failed := b.run(t, rows, r, false)
		if err != nil || failed != nil {
			wantCode(t, err, "nothing-to-bring")
			wantCode(t, failed, "nothing-to-bring")
			continue
		}
		if diff := cmp.Diff(trial, done); diff != "" || *tried.Changes != *res.Changes {
			t.Fatalf("tried %+v, done %+v\n%s", tried.Changes, res.Changes, diff)
		}
		differs(t, before, b.owned(t), done, *res.Changes)
		if res.ID != 0 {
			all = append(all, applied{res.ID, *res.Changes, done})
		}
	}
	if len(all) < 5 {
		t.Fatalf("only %d returns changed anything", len(all))
	}
	for _, a := range all {
		var told []intake.Change
		counts, err := b.Changes(t.Context(), a.id, "Hollin Homes", func(c intake.Change) error { told = append(told, c); return nil })
		if err != nil {
			t.Fatal(err)
		}
		for i := range a.changes {
			a.changes[i].Line = 0
		}
		slices.SortFunc(a.changes, func(x, y intake.Change) int {
			if (x.What == intake.Lost) != (y.What == intake.Lost) {
				return map[bool]int{true: -1, false: 1}[x.What == intake.Lost]
			}
			return strings.Compare(x.Reference, y.Reference)
		})
		if diff := cmp.Diff(a.changes, told); diff != "" || counts != a.counts {
			t.Fatalf("import %d: %+v, then %+v\n%s", a.id, a.counts, counts, diff)
		}
	}
}

func (b *base) run(t *testing.T, rows string, r intake.Return, dryRun bool) (ingest.Result, error) {
	t.Helper()
	return ingest.Run(t.Context(), ingest.Request{Kind: "homes", FileName: "test", File: strings.NewReader(rows), Who: "test", Loader: b, Organisation: "Hollin Homes", DryRun: dryRun, Return: &r})
}

// owned are the homes of Hollin Homes by reference.
func (b *base) owned(t *testing.T) map[string]home.Home {
	t.Helper()
	found := map[string]home.Home{}
	for h, err := range b.exporter.Homes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if h.Owner == "Hollin Homes" {
			found[h.Reference] = h
		}
	}
	return found
}

// differs compares what was told with the register before and after.
func differs(t *testing.T, before, after map[string]home.Home, told []intake.Change, counts intake.Changes) {
	t.Helper()
	moves := map[string]intake.Move{}
	for _, c := range told {
		if _, twice := moves[c.Reference]; twice {
			t.Errorf("%s is told twice", c.Reference)
		}
		moves[c.Reference] = c.What
	}
	want := map[string]intake.Move{}
	for reference, is := range after {
		was, there := before[reference]
		dx, dy := is.Point[0]-was.Point[0], is.Point[1]-was.Point[1]
		switch {
		case !there:
			want[reference] = intake.Gained
		case dx*dx+dy*dy > 1+1e-6:
			want[reference] = intake.Moved
		default:
			hide := is.Sensitivity == home.Withheld
			was.AsAt, was.Point, was.SourceX, was.SourceY = is.AsAt, is.Point, is.SourceX, is.SourceY
			if hide {
				was.Address = is.Address
			}
			if !cmp.Equal(was, is) {
				want[reference] = intake.Changed
			}
		}
	}
	for reference := range before {
		if _, still := after[reference]; !still {
			want[reference] = intake.Lost
		}
	}
	if diff := cmp.Diff(want, moves); diff != "" {
		t.Fatal(diff)
	}
	n := map[intake.Move]int{}
	for what := range maps.Values(want) {
		n[what]++
	}
	if counts.Gained != n[intake.Gained] || counts.Lost != n[intake.Lost] || counts.Moved != n[intake.Moved] || counts.Changed != n[intake.Changed] {
		t.Fatalf("%+v for %v", counts, n)
	}
	for reference, was := range before {
		is, still := after[reference]
		if still && was.Sensitivity == home.Withheld && is.Sensitivity != home.Withheld {
			counts.Opened--
		}
		if still && was.Sensitivity != home.Withheld && is.Sensitivity == home.Withheld {
			counts.Withheld--
		}
	}
	if counts.Opened != 0 || counts.Withheld != 0 {
		t.Fatalf("opened %d and withheld %d too many", counts.Opened, counts.Withheld)
	}
}
