package demo

import "math"

// settlement is the town, a village or a hamlet.
type settlement struct {
	name, welsh string
	kind        string // "town", "village", "hamlet"
	heart       uv
	size        float64 // of a village: 1 is usual
	council     string  // of its parish: yes, no, unknown
}

const (
	townName      = "Hollinstow"
	districtName  = "Hollindale"
	districtTitle = "Hollindale District Council"
	riverName     = "River Hollin"
)

// settlements of the district: the town, then one village for each parish, then hamlets. All are invented.
var settlements = []settlement{
	{name: townName, kind: "town", heart: uv{545, -25}},
	{name: "Skelbrough", kind: "village", heart: uv{-1350, -950}, size: 1.25, council: "yes"},
	{name: "Withenby", kind: "village", heart: uv{-1750, 330}, size: 1.1, council: "yes"},
	{name: "Marl Green", kind: "village", heart: uv{-1150, 1750}, size: .9, council: "yes"},
	{name: "Great Pucklow", kind: "village", heart: uv{-350, -1750}, size: .7, council: "no"},
	{name: "Overfold", kind: "village", heart: uv{820, -1500}, size: 1.3, council: "yes"},
	{name: "Netherfold", kind: "village", heart: uv{2150, -1350}, size: .8, council: "unknown"},
	{name: "Cinderholme", kind: "village", heart: uv{2750, -120}, size: 1.4, council: "yes"},
	{name: "Thrawby", kind: "village", heart: uv{2650, 1150}, size: .9, council: "yes"},
	{name: "Ellerwick St John", kind: "village", heart: uv{1750, 2300}, size: 1.1, council: "yes"},
	{name: "Wagstow", welsh: "Trewagstow", kind: "village", heart: uv{330, 2500}, size: .65, council: "no"},
	{name: "Nab End", kind: "hamlet", heart: uv{-1950, -350}, size: .2},
	{name: "Spout", kind: "hamlet", heart: uv{1700, -700}, size: .2},
	{name: "Lane Ends", kind: "hamlet", heart: uv{-300, 1950}, size: .2},
	{name: "Cold Larder", kind: "hamlet", heart: uv{3250, 550}, size: .2},
}

const villages = 10 // settlements[1:11]

// inTown says how far out of the town's round a place is: below 1 is in it.
func inTown(p uv) float64 {
	du, dv := (p.u-545)/1120, (p.v-395)/880
	return math.Pow(math.Pow(math.Abs(du), 3.2)+math.Pow(math.Abs(dv), 3.2), 1/3.2) +
		.035*math.Sin(p.u/97+p.v/151) + .03*math.Sin(p.v/83-p.u/211)
}

// inDistrict is the same for the district.
func inDistrict(p uv) float64 {
	du, dv := (p.u-550)/3250, (p.v-400)/2750
	return math.Hypot(du, dv) + .05*math.Sin(math.Atan2(dv, du)*3+1) + .04*math.Sin(math.Atan2(dv, du)*7)
}

// partOfTown names the quarters of the town, each a ward: the nearest of these.
var partsOfTown = []struct {
	name  string
	heart uv
}{
	{"Hollin Vale", uv{700, 330}},
	{"Prospect", uv{1180, 130}},
	{"Cinder Moor", uv{60, 300}},
	{"Market", uv{560, 20}},
	{"Kiln Bank", uv{90, -160}},
	{"Northgate", uv{700, -290}},
	{"Station", uv{330, 610}},
	{"Leys Farm", uv{1350, 470}},
	{"Southbank", uv{650, 1010}},
}
