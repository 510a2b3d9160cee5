package demo

import "strings"

// Street names, every one made of a first and a second word; none is used twice in one settlement.
var (
	streetFirst = strings.Fields(`Alder Anvil Ashen Barley Beck Bellows Birch Bobbin Bracken Bramble Brewer Bridle Broom Candle Carder
		Carter Castle Cherry Cinder Clough Cobbler Cooper Copper Corn Cotton Crabtree Croft Dale Damson Dovecote Drover Dyer Elder
		Fallow Farrier Fennel Fern Ferry Flax Foundry Fuller Furnace Garth Gable Glover Goose Granary Grange Grove Hackle Harrow
		Hatter Hawthorn Hazel Heather Heron Hollin Holly Hope Indigo Ivy Jubilee Juniper Kiln Kingfisher Lamb Larch Lark Laurel Lime
		Linnet Loom Madder Malt Maple Meadow Mercer Mill Mistle Moor Mulberry Nab Nettle Oak Orchard Osier Otter Paddock Pear Pewter
		Pinfold Pipit Plover Poplar Potter Priory Quarry Quince Rowan Rush Saddler Salter Shuttle Silver Skinner Slater Smithy
		Sorrel Spindle Spring Starling Stile Swift Tannery Teasel Tenter Thatcher Thimble Thorn Thrush Tinker Treadle Turner Vale
		Vicar Walker Warp Weaver Weft Well Wheatear Wheel Willow Woad Wool Wren Yarrow Yew`)
	streetSecond = strings.Fields(`Street Street Street Road Road Road Avenue Avenue Terrace Terrace Row Row Lane Lane Place Grove Mount
		View Walk Fold Drive Drive Crescent Gardens Way Hill Rise`)
	villageLanes = []string{"Church Lane", "Back Lane", "Town Street", "Chapel Hill", "Well Lane", "Green Lane", "Mill Lane",
		"Pinfold Lane", "School Lane", "Smithy Lane", "Moor Lane", "Beck Side", "Rectory Lane", "Hall Lane", "Croft Lane", "Ings Lane"}
	closes = strings.Fields(`Close Close Court Garth Croft Mews`)
)

// names gives out names and remembers them.
type names struct {
	c     *chance
	taken map[string]bool
}

func newNames(seed uint64) *names {
	n := &names{newChance(seed, "names"), map[string]bool{}}
	for _, s := range pinnedStreets {
		n.taken[townName+"/"+s.name] = true
	}
	return n
}

func (n *names) street(settlement string) string {
	return n.fresh(settlement, func() string { return pick(n.c, streetFirst) + " " + pick(n.c, streetSecond) })
}

func (n *names) close(settlement string) string {
	return n.fresh(settlement, func() string { return pick(n.c, streetFirst) + " " + pick(n.c, closes) })
}

func (n *names) lane(settlement string) string {
	return n.fresh(settlement, func() string {
		if n.c.hit(.8) {
			return pick(n.c, villageLanes)
		}
		return pick(n.c, streetFirst) + " Lane"
	})
}

func (n *names) fresh(settlement string, draw func() string) string {
	for {
		name := draw()
		if key := settlement + "/" + name; !n.taken[key] {
			n.taken[key] = true
			return name
		}
	}
}

// slug is the form of a name in an address.
func slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(strings.NewReplacer("'", "", "’", "", ".", "", "ŷ", "y", "Ŷ", "y", "ŵ", "w", "ô", "o").Replace(name)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}

// slugs gives each name a slug of its own: the second of a name gets -2.
type slugs map[string]int

func (s slugs) give(name string) string {
	base := slug(name)
	s[base]++
	if s[base] == 1 {
		return base
	}
	return base + "-" + itoa(s[base])
}
