// Package demo invents a market town with its villages, so that every page and test has something to show: the map under the
// registers, fourteen housing associations and their homes, community assets, boundaries, plan areas, places to search for.
//
// Nothing in it exists: the names are made up, the codes and numbers are ones that no register uses, the postcode area HV is
// none of the Royal Mail's. Only the ground is real, in that the town is put on the National Grid at SE 3284 3561.
//
// [Make] draws everything from one seed: the same seed gives the same bytes. [Load] puts a town into the registers through an
// interface; it writes no SQL and reads no file.
package demo

import (
	"iter"

	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/basemap"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// DefaultHomes is how many homes the associations of the town hold. More are put outside it, over England.
const DefaultHomes = 12_000

// Options of a town. The zero value is the usual one.
type Options struct {
	Seed  uint64 // 0 stands for 1
	Homes int    // how many homes in all; 0 stands for DefaultHomes
}

// Town is an invented town. It is not changed after it is made, so goroutines may share it.
type Town struct {
	Name          string
	Organisations []organisation.Organisation
	Boundaries    []boundary.Boundary
	Places        []place.Place
	Basemap       []basemap.Feature
	Assets        []asset.Asset
	Areas         []area.Area
	Facts         Facts

	homes  []home.Home // of the town
	beyond spread      // the others
}

// Make invents the town of a seed.
func Make(o Options) *Town {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Homes <= 0 {
		o.Homes = DefaultHomes
	}
	m := layOut(o.Seed)
	m.associations = associations()
	m.givePostcodes()
	m.chooseAssets()
	m.shareOut(min(o.Homes, DefaultHomes))
	t := &Town{Name: townName, Organisations: organisations(), Boundaries: m.boundaries(), Places: m.places(), Basemap: m.features(),
		Assets: m.finishedAssets(), Areas: m.areas(), homes: m.homesOf()}
	t.beyond = newSpread(o.Seed, o.Homes-len(t.homes), m.associations)
	t.Facts = t.facts(m)
	return t
}

// HomeCount is how many homes [Town.Homes] gives.
func (t *Town) HomeCount() int { return len(t.homes) + t.beyond.homes }

// Homes gives all homes: the town's first, then those beyond it, which are made as they are asked for.
func (t *Town) Homes() iter.Seq[home.Home] {
	return func(yield func(home.Home) bool) {
		for _, h := range t.homes {
			if !yield(h) {
				return
			}
		}
		t.beyond.all(yield)
	}
}
