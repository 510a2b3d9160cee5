package look

import (
	"sync"

	"terrier/geo/grid"
	"terrier/plans/home"
	tileshome "terrier/tiles/home"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// ExactHomes draws the homes that somebody sees exactly. Safe for several goroutines.
type ExactHomes struct {
	drawing *tileshome.Drawing
	words   *mvt.Words

	mu    sync.Mutex
	looks map[home.Register]*tileshome.Looks
}

// NewExactHomes draws as the public's homes are drawn, in words of its own.
func NewExactHomes(sets []layer.Tileset, stock *home.ExactStock) (*ExactHomes, error) {
	x := &ExactHomes{words: new(mvt.Words), looks: map[home.Register]*tileshome.Looks{}}
	var err error
	x.drawing, err = Homes(sets, stock.Shared(), x.words)
	return x, err
}

// Draw makes a tile of what is seen, not compressed; nil where that is nothing.
func (x *ExactHomes) Draw(seen []home.Seen, at grid.Tile) []byte {
	views := make([]tileshome.View, len(seen))
	for i, s := range seen {
		views[i] = tileshome.View{Homes: s.Homes, Filters: s.Filters, Looks: x.looksOf(s.Register)}
	}
	e := mvt.Get(x.words)
	defer e.Release()
	x.drawing.DrawViews(e, at, views...)
	return e.AppendTo(nil)
}

func (x *ExactHomes) looksOf(r home.Register) *tileshome.Looks {
	x.mu.Lock()
	defer x.mu.Unlock()
	l := x.looks[r]
	if l == nil {
		l = tileshome.NewLooks(homeCodes{r}, x.words)
		x.looks[r] = l
	}
	return l
}

// Forget makes anew how homes look, since owners are called otherwise.
func (x *ExactHomes) Forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	clear(x.looks)
}
