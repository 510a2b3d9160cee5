package sheet

import "math"

// Paper is a size of paper of ISO 216.
type Paper struct {
	Name        string  // "A4"
	Short, Long float64 // its sides in millimetres
}

// Papers are those that maps are printed on, the smallest first.
var Papers = []Paper{{"A4", 210, 297}, {"A3", 297, 420}, {"A2", 420, 594}, {"A1", 594, 841}, {"A0", 841, 1189}}

// PaperCalled is the paper of that name.
func PaperCalled(name string) (p Paper, ok bool) {
	for _, p := range Papers {
		if p.Name == name {
			return p, true
		}
	}
	return Paper{}, false
}

// Orientations of paper.
const (
	Portrait  = "portrait"
	Landscape = "landscape"
)

// The ratios that can be asked for, and those that are usual on paper: one of these is chosen where none is asked for.
const (
	LeastRatio = 500
	MostRatio  = 100_000
)

// UsualRatios are the scales of maps that people have seen, the largest first.
var UsualRatios = []int{1_250, 2_500, 5_000, 10_000, 25_000, 50_000, MostRatio}

// size is how large what stands around the map is, as a multiple of that on A4: larger sheets are read from farther away.
func (p Paper) size() float64 { return math.Round(math.Pow(p.Short/Papers[0].Short, .55)*100) / 100 }

func (p Paper) sides(orientation string) (width, height float64) {
	if orientation == Landscape {
		return p.Long, p.Short
	}
	return p.Short, p.Long
}
