// Package look says how what is kept of the registers looks in tiles: it is where the words of plans meet the drawings of tiles.
package look

import (
	"fmt"

	"terrier/plans/home"
	tileshome "terrier/tiles/home"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// homeCodes say how homes look, of the codes in a register.
type homeCodes struct{ stock home.Register }

func (c homeCodes) Kinds() int { return len(c.stock.Kinds()) }

func (c homeCodes) Kind(code int) tileshome.Kind {
	k := c.stock.Kinds()[code]
	return tileshome.Kind{Group: k.Group(), Type: k.Type, EPC: k.EPC, Bedrooms: int(k.Bedrooms)}
}

func (c homeCodes) Lots() int { return len(c.stock.Lots()) }

func (c homeCodes) Lot(code int) tileshome.Lot {
	l := c.stock.Lots()[code]
	o := c.stock.Owner(l.Owner)
	return tileshome.Lot{Owner: l.Owner, Ref: o.Ref, Name: o.Name}
}

// Homes makes the drawing of the homes in a register, in the layers that the tileset of homes has.
func Homes(sets []layer.Tileset, stock home.Register, words *mvt.Words) (*tileshome.Drawing, error) {
	options := tileshome.Options{Groups: home.TenureGroups.Slugs(), Codes: homeCodes{stock}, Words: words}
	set, _ := layer.Find(sets, "homes")
	for _, l := range set.Layers {
		switch l.ID {
		case "home":
			options.Place = l
		case "home_square":
			options.Square = l
		}
	}
	drawing, err := tileshome.New(options)
	if err != nil {
		return nil, fmt.Errorf("draw homes: %w", err)
	}
	return drawing, nil
}
