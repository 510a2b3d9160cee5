package demo

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// postcode is one of the invented area HV, which the Royal Mail does not use.
type postcode struct {
	code       string
	at         orb.Point
	settlement int
	cell       int
}

// outward is the district of the postcodes of a ward.
var outward = []int{2, 2, 3, 1, 1, 1, 3, 2, 4, 5, 6, 7, 8, 9, 8}

const (
	addressesAPostcode = 16
	inwardLetters      = "ABDEFGHJLNPQRSTUWXYZ" // the inward part never has C I K M O V
	unitsASector       = 90
)

// givePostcodes gives every address its postcode: a side of a street at a time, a large block of flats its own.
func (m *maker) givePostcodes() {
	byStreet := map[[2]int][]int{}
	for k, b := range m.houses.all {
		if b.street >= 0 {
			key := [2]int{b.street, b.number % 2}
			byStreet[key] = append(byStreet[key], k)
		}
	}
	given := map[int]int{}
	for s := range m.streets {
		for odd := range 2 {
			addresses := byStreet[[2]int{s, odd}]
			slices.SortStableFunc(addresses, func(a, b int) int { return m.houses.all[a].number - m.houses.all[b].number })
			var run []int
			count := 0
			for _, k := range addresses {
				b := m.houses.all[k]
				if b.dwellings >= addressesAPostcode {
					m.givePostcode([]int{k}, given)
					continue
				}
				if count+max(1, b.dwellings) > addressesAPostcode+4 || len(run) > 0 && distance(m.houses.all[run[0]].heart, b.heart) > 260 {
					m.givePostcode(run, given)
					run, count = nil, 0
				}
				run, count = append(run, k), count+max(1, b.dwellings)
			}
			m.givePostcode(run, given)
		}
	}
}

func (m *maker) givePostcode(buildings []int, given map[int]int) {
	if len(buildings) == 0 {
		return
	}
	first := m.houses.all[buildings[0]]
	ward := max(0, m.zones.ward[max(0, first.cell)])
	district := outward[ward]
	n := given[district]
	given[district]++
	unit := (1 + 13*(n%unitsASector)) % 400
	code := fmt.Sprintf("HV%d %d%c%c", district, 1+n/unitsASector, inwardLetters[unit/20], inwardLetters[unit%20])
	var middle orb.Point
	for _, k := range buildings {
		middle[0] += m.houses.all[k].heart[0] / float64(len(buildings))
		middle[1] += m.houses.all[k].heart[1] / float64(len(buildings))
	}
	best, least := 0, math.Inf(1)
	for _, k := range buildings {
		m.houses.all[k].postcode = code
		if d := distance(middle, m.houses.all[k].heart); d < least {
			best, least = k, d
		}
	}
	at := m.houses.all[best]
	m.postcodes = append(m.postcodes, postcode{code, at.heart, at.settlement, at.cell})
}
