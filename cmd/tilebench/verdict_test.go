package main

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/cmd/tilebench/country"
	"terrier/geo/within"
	"terrier/plans/area"
)

// drawnGround is the ground of a country as a server has it in memory, those of its parts that reach into a box.
func drawnGround(g country.Ground, box orb.Bound) (near area.Ground) {
	box = box.Pad(10)
	shapes := func(rings []orb.Ring, take func(i int, shape orb.MultiPolygon, prepared *within.Boundary)) {
		for i, ring := range rings {
			shape := orb.MultiPolygon{{ring}}
			if prepared := within.Prepare(shape); prepared.Class(box) != within.Disjoint {
				take(i, shape, prepared)
			}
		}
	}
	shapes(g.Areas, func(i int, shape orb.MultiPolygon, prepared *within.Boundary) {
		near.Neighbours = append(near.Neighbours, area.Neighbour{Ref: country.ParishCode(i), Name: "Area", Status: "designated", Shape: shape, Prepared: prepared})
	})
	shapes(g.Parishes, func(i int, shape orb.MultiPolygon, prepared *within.Boundary) {
		near.Parishes = append(near.Parishes, area.Land{Kind: "parish", Code: country.ParishCode(i), Name: "Parish", HasCouncil: "yes", Shape: shape, Prepared: prepared})
	})
	shapes(g.Authorities, func(i int, shape orb.MultiPolygon, prepared *within.Boundary) {
		near.Authorities = append(near.Authorities, area.Land{Kind: "local-planning-authority", Code: country.AuthorityCode(i), Name: "Authority", HasCouncil: "unknown", Shape: shape, Prepared: prepared})
	})
	return near
}

func BenchmarkJudge(b *testing.B) {
	g := country.New(2026, 500_000).Ground()
	for _, shape := range drawn {
		if shape.over {
			continue
		}
		for _, who := range drawers {
			b.Run(shape.name+"/"+who.name, func(b *testing.B) {
				ground := drawnGround(g, g.Drawn(shape.corners, 0, 0, dragSteps).Bound().Pad(100))
				for i := range b.N {
					q := area.Question{Shape: orb.MultiPolygon{{g.Drawn(shape.corners, 7*(i/dragSteps), i%dragSteps, dragSteps)}}, BodyType: who.bodyType, Parish: who.parish}
					if _, err := area.Judge(q, ground); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
