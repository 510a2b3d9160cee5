package sheet

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/tiles/picture"
)

// Plan is how a sheet is divided.
type Plan struct {
	Paper         Paper
	Orientation   string
	Frame         Frame
	width, height float64
	size          float64        // of what stands around the map
	columns       []picture.Rect // in which that stands, in the order of reading
}

// Measures on A4, in millimetres.
const (
	margin      = 8.0  // of the sheet: printers leave less than that white
	gridStrip   = 5.0  // around the map, for references of the grid
	gap         = 4.0  // between the map and what stands beside or under it
	columnWidth = 66.0 // beside the map, landscape
	rowHeight   = 77.0 // under the map, portrait
	air         = 5.0  // between the outline and the edge of the map, on paper of any size, and half the line
)

// TooLarge is the error where an area does not fit the paper at a ratio. Ratio is 0 where none was asked for and no ratio would do.
type TooLarge struct {
	Paper       string
	Orientation string
	Ratio       int
	Instead     []Choice // what would fit, the nearest first; nil: nothing
}

// Choice is a way to print.
type Choice struct {
	Paper, Orientation string
	Ratio              int
}

func (c Choice) String() string {
	return fmt.Sprintf("%s %s at 1:%s", c.Paper, c.Orientation, thousands(c.Ratio))
}

func (e *TooLarge) Error() string {
	at := "at any scale up to 1:" + thousands(MostRatio)
	if e.Ratio != 0 {
		at = "at 1:" + thousands(e.Ratio)
	}
	return fmt.Sprintf("The area does not fit %s %s %s.", e.Paper, e.Orientation, at)
}

// Remedy says what would fit.
func (e *TooLarge) Remedy() string {
	if len(e.Instead) == 0 {
		return "No paper up to " + Papers[len(Papers)-1].Name + " holds it at a scale up to 1:" + thousands(MostRatio) + "."
	}
	said := make([]string, len(e.Instead))
	for i, c := range e.Instead {
		said[i] = c.String()
	}
	return "It fits " + strings.Join(said, ", or ") + "."
}

// Fit plans the sheet on which what is shown (EPSG:27700) has room. ratio 0 is the largest usual scale at which it has. Where it has none at
// the ratio the error is a *TooLarge.
func Fit(shown orb.Bound, paper Paper, orientation string, ratio int) (Plan, error) {
	p := divide(paper, orientation)
	if ratio == 0 {
		ratio = p.least(shown)
	}
	if ratio != 0 && p.holds(shown, ratio) {
		p.Frame = around(p.Frame.Box, shown, ratio)
		return p, nil
	}
	return Plan{}, &TooLarge{paper.Name, orientation, ratio, instead(shown, p, ratio)}
}

// instead are the ways to print it that are nearest to what was asked for: the same paper at a smaller scale, turned round, and the smallest paper at
// the same scale.
func instead(shown orb.Bound, asked Plan, ratio int) (choices []Choice) {
	if least := asked.least(shown); least != 0 {
		choices = append(choices, Choice{asked.Paper.Name, asked.Orientation, least})
	}
	for _, paper := range Papers {
		for _, orientation := range []string{asked.Orientation, other(asked.Orientation)} {
			p := divide(paper, orientation)
			at := ratio
			if at == 0 {
				at = p.least(shown)
			}
			if at != 0 && p.holds(shown, at) {
				return append(choices, Choice{paper.Name, orientation, at})
			}
		}
	}
	return choices
}

func other(orientation string) string {
	if orientation == Landscape {
		return Portrait
	}
	return Landscape
}

// least is the largest usual scale at which it has room; 0: none.
func (p Plan) least(shown orb.Bound) int {
	for _, ratio := range UsualRatios {
		if p.holds(shown, ratio) {
			return ratio
		}
	}
	return 0
}

func (p Plan) holds(shown orb.Bound, ratio int) bool {
	perMetre := 1000 / float64(ratio)
	room := 2*air + outlineWidth
	return (shown.Max[0]-shown.Min[0])*perMetre+room <= p.Frame.Box.X1-p.Frame.Box.X0 && (shown.Max[1]-shown.Min[1])*perMetre+room <= p.Frame.Box.Y1-p.Frame.Box.Y0
}

// divide gives the map the paper's upper left, and what stands around it one column at the right, or three below.
func divide(paper Paper, orientation string) Plan {
	p := Plan{Paper: paper, Orientation: orientation, size: paper.size()}
	p.width, p.height = paper.sides(orientation)
	edge, strip, between := margin*p.size, gridStrip*p.size, gap*p.size
	if orientation == Landscape {
		column := p.width - edge - columnWidth*p.size
		p.Frame.Box = picture.Rect{X0: edge + strip, Y0: edge + strip, X1: column - between - strip, Y1: p.height - edge - strip}
		p.columns = []picture.Rect{{X0: column, Y0: edge, X1: p.width - edge, Y1: p.height - edge}}
		return p
	}
	top := p.height - edge - rowHeight*p.size
	p.Frame.Box = picture.Rect{X0: edge + strip, Y0: edge + strip, X1: p.width - edge - strip, Y1: top - between - strip}
	wide := (p.width - 2*edge - 2*between) / 3
	for i := range 3 {
		x := edge + float64(i)*(wide+between)
		p.columns = append(p.columns, picture.Rect{X0: x, Y0: top, X1: x + wide, Y1: p.height - edge})
	}
	return p
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
