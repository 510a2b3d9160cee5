package postgis_test

import (
	"strings"
	"testing"

	"terrier/data/postgis"
	"terrier/plans/home"
)

// stands is what the register says of one home: a query over table home h, as text.
func (w *town) stands(t *testing.T, reference, expression string) (said string) {
	t.Helper()
	if err := w.db.Pool(t, "").QueryRow(t.Context(), `SELECT coalesce(max((`+expression+`)::text), '') FROM home h WHERE provider_ref = $1`, reference).Scan(&said); err != nil {
		t.Fatal(err)
	}
	return said
}

// A row that says nothing of who may know of a home leaves that as it was: a second file without the column must not open a refuge.
func TestSensitivityIsKeptWhereARowDoesNotSay(t *testing.T) {
	w := newTown(t)
	said := []string{home.Published, home.Open, home.Restricted, home.Withheld}
	var first, second []home.Home
	for i, sensitivity := range said {
		h := aHome(sensitivity, 433500+float64(i), 435500, "social-rent", sensitivity)
		first = append(first, h)
		h.Sensitivity, h.Bedrooms, h.Address = "", 3, "1 Hidden Row"
		second = append(second, h)
	}
	second = append(second, aHome("new", 433600, 435500, "social-rent", ""))
	w.homes(t, first...)
	counts, changed := w.homes(t, second...)
	if counts.Accepted != 5 || counts.Unchanged != 0 {
		t.Errorf("%+v", counts)
	}
	for _, sensitivity := range said {
		if got := w.stands(t, sensitivity, "sensitivity"); got != sensitivity {
			t.Errorf("a %s home became %s", sensitivity, got)
		}
		address := w.stands(t, sensitivity, "address_text")
		if (address == "") != (sensitivity == home.Withheld) {
			t.Errorf("a %s home has the address %q", sensitivity, address)
		}
	}
	if got := w.stands(t, "new", "sensitivity"); got != home.Open {
		t.Errorf("a new home is %s", got)
	}
	t.Run("and the same again changes nothing", func(t *testing.T) {
		if counts, id := w.homes(t, second...); counts.Unchanged != 5 || id != 0 {
			t.Errorf("%+v", counts)
		}
	})
	t.Run("what is said is done", func(t *testing.T) {
		open := second[3]
		open.Sensitivity = home.Open
		w.homes(t, open)
		if got := w.stands(t, home.Withheld, "sensitivity || address_text"); got != "open1 Hidden Row" {
			t.Error(got)
		}
	})
	t.Run("what left comes back as closed as it was, never more open by itself", func(t *testing.T) {
		for i, sensitivity := range said {
			gone := aHome("left "+sensitivity, 433700+float64(i), 435500, "social-rent", sensitivity)
			w.homes(t, gone)
			if _, err := w.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `DELETE FROM home WHERE provider_ref = $1`, gone.Reference); err != nil {
				t.Fatal(err)
			}
			gone.Sensitivity, gone.Address = "", "1 Hidden Row"
			w.homes(t, gone)
			want := sensitivity
			if sensitivity == home.Published {
				want = home.Open
			}
			if got := w.stands(t, gone.Reference, "sensitivity || coalesce(address_text, '')"); strings.TrimSuffix(got, "1 Hidden Row") != want || want == home.Withheld && got != want {
				t.Errorf("%s: %s", gone.Reference, got)
			}
		}
	})
	if changed == 0 {
		t.Error("nothing was recorded")
	}
}
