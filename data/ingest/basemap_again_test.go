package ingest_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/plans/intake"
)

// tiles are the bytes of every tile of the town.
func (b *groundBase) tiles(t *testing.T) (all []byte) {
	t.Helper()
	for z := uint8(5); z <= 15; z++ {
		for _, p := range []orb.Point{onGround(700, 600), onGround(1500, 520), onGround(260, 1650), onGround(900, 1050)} {
			raw, _ := b.tile(t, z, p)
			all = append(all, raw...)
		}
	}
	return all
}

func TestBasemapComesAgain(t *testing.T) {
	b := newGround(t)
	first := thruppCross()
	changed := thruppCross()
	changed.layer("Road").rows[2].values[2] = "Low Street"
	changed.layer("Building").rows = changed.layer("Building").rows[:100]
	content := first.shapefiles(t)
	one := b.mustUnder(t, content)
	before, drawn := b.tiles(t), b.drawn(t)

	t.Run("the same file changes nothing", func(t *testing.T) {
		res := b.mustUnder(t, content)
		if res.ID != 0 || res.Unchanged != one.Accepted || res.Accepted != one.Accepted || res.Refused != one.Refused || !strings.Contains(strings.Join(res.Notes, " "), "drawn already") {
			t.Errorf("import %d, unchanged %d, accepted %d, refused %d, %q", res.ID, res.Unchanged, res.Accepted, res.Refused, res.Notes)
		}
	})
	t.Run("a trial changes nothing", func(t *testing.T) {
		res := b.mustUnder(t, changed.shapefiles(t), func(r *ingest.Request) { r.DryRun = true })
		if res.ID != 0 || res.Unchanged != 0 || res.Accepted != one.Accepted-379 {
			t.Errorf("import %d, unchanged %d, accepted %d", res.ID, res.Unchanged, res.Accepted)
		}
	})
	t.Run("all or none: what is refused keeps the rest out", func(t *testing.T) {
		res := b.mustUnder(t, changed.shapefiles(t), func(r *ingest.Request) { r.Strict = true })
		if res.ID != 0 || res.Accepted != 0 || res.Refused != 2 {
			t.Errorf("import %d, accepted %d, refused %d", res.ID, res.Accepted, res.Refused)
		}
	})
	if !bytes.Equal(before, b.tiles(t)) {
		t.Error("the tiles are others")
	}
	two := b.mustUnder(t, changed.shapefiles(t))
	if two.ID == 0 || bytes.Equal(before, b.tiles(t)) || !slices.ContainsFunc(b.drawn(t), func(f string) bool { return strings.Contains(f, "Low Street") }) {
		t.Errorf("import %d did not replace what was drawn", two.ID)
	}
	t.Run("one that was replaced cannot be undone before the other", func(t *testing.T) {
		_, err := b.Undo(t.Context(), one.ID, intake.UndoOptions{Who: "test"}, func(intake.Problem) {})
		wantCode(t, err, "changed-since")
	})
	u, _ := b.undo(t, two.ID, intake.UndoOptions{})
	if u.Removed != two.Accepted || u.Restored != one.Accepted || !u.Whole {
		t.Errorf("%+v", u)
	}
	if diff := cmp.Diff(drawn, b.drawn(t)); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(before, b.tiles(t)) {
		t.Error("the tiles are not what they were, byte for byte")
	}
	u, _ = b.undo(t, one.ID, intake.UndoOptions{})
	if u.Removed != one.Accepted || len(b.drawn(t)) != 0 {
		t.Errorf("%+v, %d are drawn", u, len(b.drawn(t)))
	}
	t.Run("what was undone comes again", func(t *testing.T) {
		if res := b.mustUnder(t, content); res.ID == 0 || !bytes.Equal(before, b.tiles(t)) {
			t.Errorf("import %d", res.ID)
		}
	})
}

func TestBasemapTellsOfOneCutOff(t *testing.T) {
	b := newGround(t)
	if _, err := b.pool.Exec(t.Context(), `INSERT INTO import_attempt (kind, file_name, sha256, who) VALUES ('basemap', 'opmplc_essh_se.zip', repeat('0', 64), 'jo')`); err != nil {
		t.Fatal(err)
	}
	var rows, calls int
	var last ingest.Progress
	res := b.mustUnder(t, thruppCross().shapefiles(t), func(r *ingest.Request) {
		r.Progress = func(p ingest.Progress) {
			if p.Rows < rows || p.Bytes < last.Bytes || p.Bytes > p.Total {
				t.Errorf("from %+v to %+v", last, p)
			}
			rows, last = p.Rows, p
			calls++
		}
	})
	if len(res.Proposal.Before) != 1 || !strings.Contains(res.Proposal.Before[0], "jo began") {
		t.Errorf("%q", res.Proposal.Before)
	}
	if rows != res.Accepted+res.Refused || !last.Done || last.Bytes != last.Total || calls < 11 {
		t.Errorf("%d rows, %d calls, %+v", rows, calls, last)
	}
	lines, err := b.public.Attributions(t.Context())
	if err != nil || len(lines) != 1 || !strings.HasPrefix(lines[0], "Contains OS data © Crown copyright and database right 20") {
		t.Errorf("%q, %v", lines, err)
	}
}
