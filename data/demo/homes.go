package demo

import (
	"fmt"
	"time"

	"terrier/plans/home"
)

// What a home is depends on when it was built, what it stands in and what its estate is let as. The mixes are believable, not
// measured.
var (
	// energy certificates by era: A B C D E F G none
	certificates = [8][8]float64{
		{0, .3, 34, 47, 13, 2.5, .7, 2.5}, {0, .5, 47, 42, 7, 1, .3, 2.2}, {0, 1, 57, 36, 3.5, .5, .1, 1.9}, {0, 2, 65, 28, 3, .4, 0, 1.6},
		{0, 4, 71, 22, 1.6, 0, 0, 1.4}, {0, 9, 77, 12, .6, 0, 0, 1.4}, {.2, 46, 48, 4.5, .2, 0, 0, 1.1}, {3, 85, 10.6, .4, 0, 0, 0, 1},
	}
	scores = [8][2]int{{92, 99}, {81, 91}, {69, 80}, {55, 68}, {39, 54}, {21, 38}, {8, 20}, {0, 0}}
	// tenures by what the estate is let as
	tenureSlugs = []string{"social-rent", "affordable-rent", "shared-ownership", "rent-to-buy", "other-intermediate-rent", "social-leasehold",
		"market-rent", "specified-accommodation", "other-low-cost-home-ownership", "other-non-social"}
	tenures = map[string][]float64{
		"sr": {85, 7, 1.5, .5, .3, 4.5, .6, .2, .2, .2},
		"ar": {17, 71, 5, 3, 1, 1, 1.5, 0, .5, 0},
		"so": {11, 11, 69, 3, .5, 1, 1, 0, 3.5, 0},
		"ir": {9, 14, 8, 40, 27, 0, 2, 0, 0, 0},
		"mr": {6, 6, 3, 2, 6, 6, 66, 0, 0, 5},
		"ol": {80, 9, 4, 0, 0, 6, 0, 0, 1, 0},
		"su": {70, 4, 0, 0, 0, 0, 0, 26, 0, 0},
	}
	courtSecond = []string{"Court", "House", "Court", "Heights", "Gardens", "Lodge"}
)

// homesOf makes the homes of all estates.
func (m *maker) homesOf() []home.Home {
	c := newChance(m.seed, "homes")
	numbers := make([]int, len(m.associations))
	var all []home.Home
	for _, e := range m.estates {
		left := e.wanted
		if left == 0 {
			left = sumDwellings(m.houses.all, e.buildings)
		}
		for _, k := range e.buildings {
			b := &m.houses.all[k]
			block := m.blockOf(c, e, b, min(b.dwellings, left))
			for n := range block.homes {
				numbers[e.owner]++
				h := m.homeIn(c, e, b, block, n)
				h.Reference = fmt.Sprintf("%s-%05d", m.associations[e.owner].short, numbers[e.owner])
				h.UPRN = fmt.Sprintf("99%010d", 1000+len(all))
				if k == m.lonely {
					mark(&h)
				}
				all = append(all, h)
			}
			left -= block.homes
		}
	}
	return all
}

// block is what the homes of one building share.
type block struct {
	name       string
	parentUPRN string
	homes      int
	aFloor     int // flats on a floor
	studios    bool
	needs      string
}

func (m *maker) blockOf(c *chance, e estate, b *building, homes int) block {
	k := block{homes: homes, needs: "general-needs", aFloor: max(2, (b.dwellings+2)/3)}
	switch {
	case e.kind == "sheltered":
		k.needs, k.studios = "housing-for-older-people", c.hit(.3)
	case e.tenure == "su":
		k.needs = "supported-housing"
	case b.kind == "flats" && c.hit(.05), b.bungalow && c.hit(.4):
		k.needs = "housing-for-older-people"
	}
	if b.kind == "flats" {
		k.name = pick(c, streetFirst) + " " + pick(c, courtSecond)
		m.blocks++
		k.parentUPRN = fmt.Sprintf("98%010d", m.blocks)
	}
	return k
}

func (m *maker) homeIn(c *chance, e estate, b *building, k block, n int) home.Home {
	owner := m.associations[e.owner]
	h := home.Home{Owner: owner.Organisation.Reference, Needs: k.needs, Postcode: b.postcode, ParentUPRN: k.parentUPRN, Built: "purpose-built",
		BuildYearBand: home.BuildYearBands[b.era].Slug, Ownership: "owned", Occupancy: "occupied", AsAt: date(2026, 3, 31), Sensitivity: home.Published,
		Authority: districtCode, Position: "given", Point: b.heart, SourceCRS: "EPSG:27700", SourceX: b.heart[0], SourceY: b.heart[1]}
	if owner.returned > 0 {
		h.AsAt = date(owner.returned, 3, 31)
	}
	h.Tenure = tenureSlugs[c.weighted(tenures[e.tenure]...)]
	m.kindOf(c, &h, b, k, n)
	certify(c, &h, b.era)
	h.Address = m.address(b, k, n)
	m.keep(c, &h, e)
	return h
}

// kindOf says how large a home is and of which type.
func (m *maker) kindOf(c *chance, h *home.Home, b *building, k block, n int) {
	wheelchair := c.hit(.03)
	switch {
	case b.kind == "flats":
		h.Type = "flat-or-maisonette"
		h.Bedrooms = 1 + c.weighted(50, 44, 6)
		if h.Needs == "housing-for-older-people" {
			h.Bedrooms = 1 + c.weighted(86, 14)
		}
		if k.studios && c.hit(.3) {
			h.Type, h.Bedrooms, h.Bedsit = "bedsit", 1, true
		}
		floor := n / k.aFloor
		h.Floor = &floor
		if b.era < 2 && c.hit(.5) {
			h.Built = "converted"
		}
		wheelchair = wheelchair || floor == 0 && h.Needs == "housing-for-older-people" && c.hit(.25)
	case b.bungalow:
		h.Type, h.Bedrooms = "bungalow", 1+c.weighted(46, 48, 6)
	case h.Needs == "supported-housing" && c.hit(.3):
		h.Type, h.Bedrooms = "shared-house", 3+c.weighted(4, 4, 2, 1)
		h.Bedspaces = h.Bedrooms
	default:
		h.Type, h.Bedrooms = "house", 2+c.weighted(30, 55, 12, 2.4, .6)
	}
	if h.Bedspaces == 0 {
		h.Bedspaces = h.Bedrooms + 1 + c.below(min(2, h.Bedrooms))
	}
	h.Wheelchair = &wheelchair
}

func certify(c *chance, h *home.Home, era int) {
	k := c.weighted(certificates[era][:]...)
	h.EPC = home.EPCs[k].Slug
	day := c.below(3650)
	if h.EPC == "none" {
		return
	}
	h.EPCScore = scores[k][0] + c.below(scores[k][1]-scores[k][0]+1)
	h.EPCLodgementDate = date(2016, 3, 31).Add(time.Duration(day) * 24 * time.Hour)
}

func (m *maker) address(b *building, k block, n int) string {
	town := townName
	if b.settlement > 0 {
		town = settlements[b.settlement].name
	}
	if b.street < 0 {
		return town
	}
	street := m.streets[b.street].name
	if k.name != "" {
		return fmt.Sprintf("Flat %d, %s, %d %s, %s", n+1, k.name, b.number, street, town)
	}
	return fmt.Sprintf("%d %s, %s", b.number, street, town)
}

// withheldHomes is how many homes of the town are withheld: a refuge, and what stands in doubt.
const (
	withheldHomes = 40
	withheldEach  = 3 // of an association that is no refuge
)

// keep decides who manages a home, whether it stands empty, and who may know of it.
func (m *maker) keep(c *chance, h *home.Home, e estate) {
	switch c.weighted(96.4, 2.1, 1.5) {
	case 1:
		h.Occupancy = "vacant-available"
	case 2:
		h.Occupancy = "vacant-unavailable"
	}
	switch draw := c.float(); {
	case draw < .012 && e.owner != ownerStock:
		h.Manager = m.associations[ownerStock].Organisation.Reference
	case draw < .017:
		h.Ownership = "leased-in"
	}
	draw := c.float()
	if s := m.associations[e.owner].sensitivity; s != "" {
		h.Sensitivity = s
	}
	more := m.withheld < withheldHomes && m.withheldOf[e.owner] < withheldEach
	if h.Tenure == "specified-accommodation" && !more && h.Sensitivity != home.Withheld {
		h.Tenure = "social-rent"
	}
	switch {
	case h.Tenure == "specified-accommodation" || h.Sensitivity == home.Withheld, more && draw > .99:
		h.Sensitivity = home.Withheld
	case h.Sensitivity != home.Published:
	case draw < .004:
		h.Sensitivity = home.Restricted
	case draw < .016:
		h.Sensitivity = home.Open
	}
	if h.Sensitivity == home.Withheld {
		m.withheld++
		m.withheldOf[e.owner]++
		h.Address, h.Postcode = "", ""
	}
}

// mark makes the one home that tests look for the traces of: alone at the end of the district, with values no other home has.
func mark(h *home.Home) {
	h.Reference, h.UPRN = MarkedReference, MarkedUPRN
	h.Type, h.Bedrooms, h.Bedspaces, h.Tenure, h.Needs = "shared-bungalow", 11, 11, "specified-accommodation", "supported-housing"
	h.EPC, h.EPCScore = "G", 3
	h.Sensitivity, h.Address, h.Postcode = home.Withheld, "", ""
}
