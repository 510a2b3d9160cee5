package disclosure_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// row is land in a row of units, each beside the next, with so many homes of owners in each.
func row(homes ...map[string]int) disclosure.Stock {
	s := disclosure.Stock{Records: map[string][]disclosure.Record{}}
	values := func(owner string) []string {
		list := make([]string, len(scheme.Ways))
		for w, way := range scheme.Ways {
			list[w] = owner
			if way.Key != scheme.Owner {
				list[w] = way.Values[0]
			}
		}
		return list
	}
	for u, owners := range homes {
		unit := disclosure.Unit{Code: fmt.Sprint("u", u), Authority: "E08000035"}
		for _, beside := range []int{u - 1, u + 1} {
			if beside >= 0 && beside < len(homes) {
				unit.Beside = append(unit.Beside, beside)
			}
		}
		s.Units = append(s.Units, unit)
		for _, owner := range sortedKeys(owners) {
			s.Records[unit.Code] = append(s.Records[unit.Code], disclosure.Record{Values: values(owner), Count: owners[owner]})
		}
	}
	return s
}

func build(t *testing.T, secret disclosure.Secret, stock disclosure.Stock, last disclosure.Standing) disclosure.Built {
	t.Helper()
	b, err := disclosure.Build(scheme, secret, stock, last)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type owners = map[string]int

func TestBuildAndCompare(t *testing.T) {
	secret := disclosure.Secret{1}
	first := row(owners{"a": 12}, owners{"a": 88}, owners{"b": 99}, owners{"b": 11, "a": 5})
	before := build(t, secret, first, disclosure.Standing{})
	if len(before.Cells) != 4 || fmt.Sprint(before.Owners) != "map[E08000035:[a b]]" || before.Outside != 0 {
		t.Fatalf("%v %v %d outside", before.Cells, before.Owners, before.Outside)
	}
	contents := map[string]map[string]string{}
	for i, c := range before.Cells {
		contents[c.ID] = before.Content[i]
	}
	empty := disclosure.Plan{Alone: map[string]int{}}
	for _, c := range []struct {
		name   string
		stock  disclosure.Stock
		secret disclosure.Secret
		want   func(p *disclosure.Plan)
	}{
		{"nothing changed", first, secret, func(p *disclosure.Plan) { p.Cells, p.Same = 4, 4 }},
		{"another secret", first, disclosure.Secret{2}, func(p *disclosure.Plan) { p.Cells, p.Redrawn, p.Secret = 4, 4, true }},
		{"one association alone", row(owners{"a": 13}, owners{"a": 88}, owners{"b": 99}, owners{"b": 11, "a": 5}), secret,
			func(p *disclosure.Plan) { p.Cells, p.Same, p.Redrawn, p.Alone = 4, 3, 1, owners{"a": 1} }},
		{"two in one cell", row(owners{"a": 12}, owners{"a": 88}, owners{"b": 99}, owners{"b": 12, "a": 6}), secret,
			func(p *disclosure.Plan) { p.Cells, p.Same, p.Redrawn = 4, 3, 1 }},
		{"one leaves a cell", row(owners{"a": 12}, owners{"a": 98}, owners{"b": 99}, owners{"b": 11}), secret,
			func(p *disclosure.Plan) { p.Cells, p.Same, p.Redrawn, p.Alone = 4, 2, 2, owners{"a": 2} }},
		{"a cell falls short", row(owners{"a": 9}, owners{"a": 91}, owners{"b": 99}, owners{"b": 11, "a": 5}), secret,
			func(p *disclosure.Plan) { p.Cells, p.Same, p.Joined, p.Gone = 3, 2, 1, 2 }},
		{"a third arrives, the second goes below a hundred", row(owners{"a": 12}, owners{"a": 88}, owners{"b": 89, "c": 100}, owners{"b": 10, "a": 5}), secret,
			func(p *disclosure.Plan) {
				p.Cells, p.Redrawn, p.Arrived, p.Departed, p.Alone = 4, 4, []string{"c"}, []string{"b"}, owners{"b": 1}
			}},
		{"more land with homes", row(owners{"a": 12}, owners{"a": 88}, owners{"b": 99}, owners{"b": 11, "a": 5}, owners{"b": 10}, owners{"b": 3}), secret,
			func(p *disclosure.Plan) { p.Cells, p.Same, p.Added = 5, 4, 1 }},
	} {
		next := build(t, c.secret, c.stock, before.Standing)
		got := disclosure.Compare(next, before.Standing, contents, c.secret == secret)
		want := empty
		want.Alone = map[string]int{}
		c.want(&want)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, want)
		}
	}
}

func TestTooFewHomesAreInNoCell(t *testing.T) {
	b := build(t, disclosure.Secret{}, row(owners{"a": 4}, nil, owners{"b": 5}), disclosure.Standing{})
	if len(b.Cells) != 0 || b.Outside != 9 || len(b.Owners["E08000035"]) != 0 {
		t.Errorf("%v, %d outside, %v", b.Cells, b.Outside, b.Owners)
	}
}

// On any number of processors, and whatever came before in the maps, the same is built.
func TestBuildIsTheSameEveryTime(t *testing.T) {
	r := sweep.Seeded(t)
	town := openTown(r, 2000)
	secret := randomSecret(r)
	want := build(t, secret, town.stock(), disclosure.Standing{})
	for range 3 {
		stock := town.stock()
		stock.Records = maps.Clone(stock.Records)
		for _, records := range stock.Records {
			r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		}
		got := build(t, secret, stock, disclosure.Standing{})
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatal("is another")
		}
	}
	if !slices.IsSorted(want.Owners["E08000035"]) {
		t.Errorf("%v", want.Owners)
	}
}

func TestBuildSaysWhichCellHasAnUnknownCategory(t *testing.T) {
	stock := row(owners{"a": 12})
	stock.Records["u0"][0].Values[wayOf("epc")] = "H"
	_, err := disclosure.Build(scheme, disclosure.Secret{}, stock, disclosure.Standing{})
	cell := disclosure.Join([]disclosure.Unit{{Code: "u0", Homes: 12}}, nil)[0]
	if err == nil || err.Error() != fmt.Sprintf("cell %s: the table by epc has no category for %q", cell.ID, "H") {
		t.Error(err)
	}
}

func TestBuildKeepsCells(t *testing.T) {
	before := build(t, disclosure.Secret{}, row(owners{"a": 6}, owners{"a": 6}), disclosure.Standing{})
	after := build(t, disclosure.Secret{}, row(owners{"a": 12}, owners{"a": 12}), before.Standing)
	if fmt.Sprint(after.Cells) != fmt.Sprint(before.Cells) || len(after.Cells) != 1 {
		t.Errorf("%v, and before %v", after.Cells, before.Cells)
	}
}
