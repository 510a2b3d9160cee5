package demo

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans/asset"
	"terrier/plans/provenance"
)

// wish is an asset to be found a building: near a cell of the first sketch, or a settlement.
type wish struct {
	name, kind string
	cell       [2]int
	settlement int // 0 is the town, by cell
	outline    bool
	owner      string // slug of asset.OwnerKinds
}

// wishes in the town. With the greens and two or three in each village they come to sixty.
var wishes = []wish{
	{"Chapel Fold Hall", "hall", [2]int{9, 5}, 0, true, "charity"},
	{"The Shuttle", "pub", [2]int{7, 6}, 0, false, "company"},
	{"Hollinstow Library", "library", [2]int{8, 0}, 0, true, "local-authority"},
	{"Hollinstow Town Hall", "hall", [2]int{7, 0}, 0, true, "local-authority"},
	{"Vale Community Centre", "community-centre", [2]int{11, 4}, 0, true, "private-registered-provider"},
	{"Prospect Community Hub", "community-centre", [2]int{14, 2}, 0, false, "charity"},
	{"St John's Parish Hall", "place-of-worship-hall", [2]int{10, 4}, 0, true, "charity"},
	{"St Osyn's Church Hall", "place-of-worship-hall", [2]int{3, 1}, 0, false, "charity"},
	{"Weavers Nursery", "nursery", [2]int{4, 5}, 0, false, "local-authority"},
	{"Little Bobbins Nursery", "nursery", [2]int{16, 3}, 0, true, "company"},
	{"Kiln Bank Youth Centre", "youth", [2]int{1, -1}, 0, true, "local-authority"},
	{"Southbank Youth Club", "youth", [2]int{10, 11}, 0, false, "private-registered-provider"},
	{"The Woolpack", "pub", [2]int{5, 0}, 0, false, "company"},
	{"The Tinker's Rest", "pub", [2]int{12, -2}, 0, false, "individual"},
	{"The Lock Keeper", "pub", [2]int{8, 11}, 0, true, "company"},
	{"Mill Row Stores", "shop", [2]int{8, 6}, 0, false, "individual"},
	{"Northgate Post Office", "shop", [2]int{8, -4}, 0, false, "company"},
	{"Corn Exchange", "other", [2]int{6, 0}, 0, true, "local-authority"},
	{"Old Fire Station", "other", [2]int{5, 6}, 0, true, "unknown"},
	{"Station Waiting Room", "other", [2]int{7, 7}, 0, false, "crown"},
}

// assetKindOf is the kind of asset that a named green is; others are none.
var assetKindOf = map[string]string{"park": "green", "sports": "sports-ground", "allotments": "allotment", "playing-field": "playing-field", "green": "green"}

const assetsWanted = 60

// chooseAssets gives the wished assets their buildings, which are then nobody's home.
func (m *maker) chooseAssets() {
	c := newChance(m.seed, "assets")
	for _, w := range wishes {
		cell := m.lattice.street(w.cell[0], w.cell[1])
		m.grant(c, w, func(b building) bool { return b.cell == cell })
	}
	for v := 1; v <= villages; v++ {
		name := settlements[v].name
		first, _, _ := strings.Cut(name, " ")
		m.grantVillage(c, v, wish{name: name + " Village Hall", kind: "hall", outline: v%2 == 0, owner: "charity"})
		m.grantVillage(c, v, wish{name: "The " + pick(c, []string{"Plough", "Fleece", "Swan", "Bay Horse", "Wheatsheaf", "Old Crown"}) + ", " + first, kind: "pub", owner: "company"})
		if v%3 == 1 {
			m.grantVillage(c, v, wish{name: first + " Village Shop", kind: "shop", owner: "individual"})
		}
	}
	m.greenAssets(c)
}

// grantVillage takes a house near the heart of a village.
func (m *maker) grantVillage(c *chance, v int, w wish) {
	w.settlement = v
	heart := placeUV(settlements[v].heart)
	for reach := 90.0; reach < 500; reach += 60 {
		if m.grant(c, w, func(b building) bool { return b.settlement == v && distance(b.heart, heart) < reach }) {
			return
		}
	}
}

// grant takes one of the houses that will do.
func (m *maker) grant(c *chance, w wish, will func(building) bool) bool {
	var could []int
	for k, b := range m.houses.all {
		if will(b) && b.street >= 0 && b.estate < 0 && (b.kind == "house" || b.kind == "shop" || b.kind == "industrial") {
			could = append(could, k)
		}
	}
	if len(could) == 0 {
		return false
	}
	b := &m.houses.all[pick(c, could)]
	b.kind, b.dwellings = "public", 0
	a := m.newAsset(c, w)
	a.Point, a.Shape = b.heart, b.heart
	if w.outline {
		a.Shape = orb.MultiPolygon{{ringOf(b.corners)}}
	}
	a.UPRN = fmt.Sprintf("97%010d", len(m.assets)+1)
	a.Address, a.Postcode = m.address(b, block{}, 0), b.postcode
	m.assets = append(m.assets, a)
	return true
}

// greenAssets are the named greens, in order, until there are enough.
func (m *maker) greenAssets(c *chance) {
	parts := map[string][]green{}
	var order []string
	for _, g := range m.greens {
		if g.name == "" || assetKindOf[g.kind] == "" {
			continue
		}
		if parts[g.name] == nil {
			order = append(order, g.name)
		}
		parts[g.name] = append(parts[g.name], g)
	}
	for _, name := range order {
		if len(m.assets) == assetsWanted {
			return
		}
		g := parts[name][0]
		w := wish{name: name, kind: assetKindOf[g.kind], settlement: g.settlement, owner: pick(c, []string{"local-authority", "local-authority", "charity", "private-registered-provider"})}
		a := m.newAsset(c, w)
		var outline orb.MultiPolygon
		for _, part := range parts[name] {
			outline = append(outline, orb.Polygon{ringOf(part.outline)})
		}
		a.Shape, a.Point = outline, bng.RoundPoint(centreOf(outline[0][0][:len(outline[0][0])-1]))
		if c.hit(.2) { // some lists give a point only
			a.Shape = a.Point
		}
		m.assets = append(m.assets, a)
	}
}

func (m *maker) newAsset(c *chance, w wish) asset.Asset {
	a := asset.Asset{Reference: fmt.Sprintf("ACV-%03d", len(m.assets)+1), Name: w.name, Kind: w.kind, Organisation: orgCouncil, OrganisationName: districtTitle,
		OwnerKind: w.owner, CostPence: -1, StartDate: date(2017+c.below(9), 1+c.below(12), 1+c.below(28)), EntryDate: entryDate, Position: "given",
		SourceCRS: "EPSG:27700", Source: provenance.Source{AsAt: date(2026, 3, 31)}}
	if w.settlement > 0 && settlements[w.settlement].council == "yes" && w.kind != "pub" && w.kind != "shop" {
		a.OwnerKind = "parish-council"
		a.Owner = councilName(w.settlement)
	}
	switch a.OwnerKind {
	case "local-authority":
		a.Owner, a.CostPence = districtTitle, int64(5+c.below(90))*1_000_000
		a.Acquired = date(1950+c.below(60), 1+c.below(12), 1+c.below(28))
	case "private-registered-provider":
		a.Owner = m.associations[ownerStock].Name
	case "charity":
		a.Owner = w.name + " Trust"
	}
	name, _, _ := strings.Cut(asset.Kinds.Name(w.kind), " (")
	a.PresentUse = name
	a.Description = name + " in " + settlements[w.settlement].name + "; invented for demonstration."
	return a
}

// finishedAssets gives the assets their slugs.
func (m *maker) finishedAssets() []asset.Asset {
	refs := slugs{}
	for k := range m.assets {
		m.assets[k].Ref = refs.give(m.assets[k].Name)
	}
	return m.assets
}
