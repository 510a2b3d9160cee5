package thin

import (
	"cmp"
	"slices"

	"terrier/geo/grid"
	"terrier/tiles/archive"
	"terrier/tiles/mvt"
)

// MostBytes are the most of a tile's ground, compressed, and MostPlain as it is unpacked: what a small device reads without a pause.
const (
	MostBytes = 10_000
	MostPlain = 30_000
)

// Tile thins a tile of the basemap to the ground of an embed's tile; nil where nothing is left. from is the tile that the bytes are of: at
// itself, or one above it where the basemap has none so deep. Bytes that are no tile are an error.
func (g *Ground) Tile(tile []byte, from, at grid.Tile) ([]byte, error) {
	if len(tile) == 0 || len(g.sources) == 0 {
		return nil, nil
	}
	layers, err := mvt.Read(tile)
	if err != nil {
		return nil, err
	}
	w := works.Get().(*work)
	defer func() {
		w.forget()
		works.Put(w)
	}()
	if err := w.collect(g, layers, from, at); err != nil {
		return nil, err
	}
	w.drawn = w.drawn[:0]
	for i := range w.things {
		w.drawn = append(w.drawn, i)
	}
	words := new(mvt.Words) // names of an archive are not to be kept for ever
	for {
		thinned := w.write(g, words, at.Z)
		share := excess(thinned)
		if share <= 1 {
			return thinned, nil
		}
		w.drop(share)
	}
}

// excess is how many times larger than it may be a tile is. Compressing quickly gains less than what is done later.
func excess(tile []byte) float64 {
	plain := float64(len(tile)) / MostPlain
	if len(tile) <= MostBytes || plain > 1 {
		return plain
	}
	return float64(len(archive.Compress(tile, archive.Quick))) / MostBytes
}

// drop leaves out what covers the least of the screen: so many things that about the share that is too much goes.
func (w *work) drop(share float64) {
	byCover := slices.Clone(w.drawn)
	slices.SortFunc(byCover, func(a, b int) int {
		return cmp.Or(cmp.Compare(w.things[b].cover, w.things[a].cover), cmp.Compare(a, b))
	})
	bytes, left := 0, 0
	for _, i := range w.drawn {
		bytes += w.weight(i)
	}
	for most := float64(bytes) / share * .97; left < len(byCover); left++ {
		if most -= float64(w.weight(byCover[left])); most < 0 {
			break
		}
	}
	w.drawn = append(w.drawn[:0], byCover[:min(left, len(byCover)-1)]...)
	slices.Sort(w.drawn)
}

// weight is about how many bytes a thing takes.
func (w *work) weight(i int) (bytes int) {
	one := &w.things[i]
	for _, p := range w.parts[one.fromPart:one.toPart] {
		bytes += 4 + 3*(p.to-p.from)
	}
	for _, t := range w.tags[one.fromTag:one.toTag] {
		bytes += 2 + len(t.value.Text)
	}
	return bytes + 6
}

// write writes what is drawn. Things that say the same and stand together are one feature.
func (w *work) write(g *Ground, words *mvt.Words, z uint8) []byte {
	e := mvt.Get(words)
	defer e.Release()
	source := -1
	for i := 0; i < len(w.drawn); {
		one := &w.things[w.drawn[i]]
		if one.source != source {
			source = one.source
			schema := g.sources[source].coarse
			if unitsOf(z) != coarse {
				schema = g.sources[source].fine
			}
			e.Begin(schema)
		}
		until := i + 1
		for one.kind != mvt.PointType && until < len(w.drawn) && w.alike(one, &w.things[w.drawn[until]]) {
			until++
		}
		w.one(e, words, w.drawn[i:until])
		i = until
	}
	return e.AppendTo(nil)
}

// one writes things as one feature.
func (w *work) one(e *mvt.Encoder, words *mvt.Words, alike []int) {
	one := &w.things[alike[0]]
	if one.kind == mvt.PointType {
		for _, p := range w.parts[one.fromPart:one.toPart] {
			w.properties(e, words, one)
			e.Point(w.places[p.from].X, w.places[p.from].Y)
		}
		return
	}
	w.properties(e, words, one)
	for _, i := range alike {
		for _, p := range w.parts[w.things[i].fromPart:w.things[i].toPart] {
			if places := w.places[p.from:p.to]; one.kind == mvt.LineType {
				e.Line(places)
			} else {
				e.Ring(places, p.hole)
			}
		}
	}
	e.End()
}

func (w *work) properties(e *mvt.Encoder, words *mvt.Words, one *thing) {
	for _, t := range w.tags[one.fromTag:one.toTag] {
		switch v := t.value; v.Kind {
		case mvt.TextValue:
			e.Word(t.key, words.Of(v.Text))
		case mvt.BoolValue:
			e.Bool(t.key, v.Bool)
		case mvt.NumberValue:
			if n := int64(v.Number); float64(n) == v.Number {
				e.Signed(t.key, n)
			} else {
				e.Float(t.key, v.Number)
			}
		}
	}
}
