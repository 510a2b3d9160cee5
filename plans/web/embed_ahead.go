package web

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"math"
	"slices"

	"terrier/geo/grid"
)

// fetchAhead is the one script that stands in an embed itself: it asks for the first tiles before the other script has come. How wide the frame is a browser
// knows only then; what it is told in the head of a page in a frame of another site it fetches for every width.
const fetchAhead template.JS = `{const c=JSON.parse(document.getElementById("embed").textContent),f=c.first.find(f=>innerWidth>=f.from);` +
	`for(const t of f?f.tiles:[]){const l=document.createElement("link");l.rel="preload";l.as="fetch";l.crossOrigin="";l.href=c.tiles.replace("{z}/{x}/{y}",t);document.head.append(l)}}`

// aheadHash allows it in the policy of embeds.
var aheadHash = func() string {
	sum := sha256.Sum256([]byte(fetchAhead))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// firstIn are the tiles that a map begins with in a frame as wide as that, or wider. Lists of them have the widest first.
type firstIn struct {
	From  int      `json:"from"` // CSS pixels
	Tiles []string `json:"tiles"`
}

// Widths of frames for which tiles are fetched ahead.
const (
	narrowestFrame, widestFrame, frameStep = 160, 1400, 10
	mostAhead                              = 6  // tiles; who needs more has a frame as large as a screen, and time
	scrollBar                              = 20 // how much narrower than its frame the page in it may be
)

// firstTiles says which tiles a map begins with, by the width of its frame. Near a width where they change it says none: a tile too many costs more than one
// that comes a little later.
func firstTiles(of func(width, height float64) []grid.Tile) []firstIn {
	var found []firstIn
	begun := narrowestFrame
	var same []grid.Tile
	end := func(to int) {
		if len(same) > 0 && to-begun >= 2*scrollBar {
			var names []string
			for _, t := range same {
				names = append(names, t.String())
			}
			found = append(found, firstIn{begun + frameStep + scrollBar, names}, firstIn{to, []string{}})
		}
		begun = to
	}
	for width := narrowestFrame; width <= widestFrame; width += frameStep {
		now := of(mapIn(width))
		if len(now) > mostAhead {
			now = nil
		}
		if !slices.Equal(now, same) {
			end(width - frameStep)
			same = now
		}
	}
	end(widestFrame)
	slices.Reverse(found)
	return found
}

// mapIn is the size of the map in a frame of a width, as css/embed-map.css has it.
func mapIn(frame int) (width, height float64) {
	width = float64(frame)
	if frame <= 480 {
		return width, math.Max(width, 200)
	}
	return width, math.Max(width*10/16, 200)
}
