package demo

// use says what a cell of the town is for.
type use int

const (
	country   use = iota
	riverside     // too near the water to build on
	park
	sports
	allotments
	cemetery
	school
	industry
	centre     // shops around the market
	perimeter  // houses around the edge of the block, gardens behind
	terraces   // the same, narrow, with a second pair of rows
	rows       // an estate of parallel rows
	semis      // pairs of houses, and a close into the block
	slabs      // blocks of flats on grass
	towers     // a few tall ones
	courtyards // flats around courts
)

// built says whether streets lead there.
func (u use) built() bool { return u >= park }

// homes says whether people live there.
func (u use) homes() bool { return u >= centre }

func (u use) flats() bool { return u == slabs || u == towers || u == courtyards }

// pinnedUses are those of the first sketch, by street numbers.
var pinnedUses = map[[2]int]use{
	{3, 4}: park, {8, 5}: park, {10, 6}: park, {10, 7}: park, {13, 3}: park, {6, 2}: park, {14, 7}: sports, {2, 7}: allotments,
	{4, 8}: industry, {5, 8}: industry, {6, 8}: industry, {12, 8}: industry, {13, 8}: industry, {14, 8}: industry, {3, 8}: industry, {-1, 7}: industry, {-1, 6}: industry,
	{11, -3}: cemetery, {0, 1}: sports, {5, -4}: park, {16, 1}: allotments, {-2, -1}: allotments, {9, 11}: park, {6, 12}: sports, {15, -2}: park,
	{2, 2}: school, {11, 0}: school, {15, 5}: school, {4, -3}: school, {8, 12}: school, {0, 5}: school, {13, -4}: school,
	{6, -1}: centre, {7, -1}: centre, {8, -1}: centre, {6, 0}: centre, {7, 0}: centre, {8, 0}: centre, {6, 1}: centre, {7, 1}: centre, {7, -2}: centre, {6, -2}: centre,
}

// pinnedEstates are the blocks of the first sketch that belong to associations; their houses stand around the block.
var pinnedEstates = map[[2]int]string{
	{6, 3}: "sr", {7, 3}: "sr", {9, 4}: "ar", {10, 4}: "so", {7, 6}: "su", {6, 6}: "sr", {9, 6}: "sr", {11, 3}: "ar", {5, 5}: "sr",
	{12, 5}: "so", {4, 3}: "ar", {8, 7}: "sr", {3, 6}: "sr", {13, 5}: "sr", {12, 2}: "so", {8, 1}: "ar", {9, 2}: "so", {6, 7}: "ar", {7, 4}: "so",
}

// decideUses gives every cell its use.
func (m *maker) decideUses() {
	l := m.lattice
	c := newChance(m.seed, "uses")
	m.use = make([]use, l.cells())
	for cell := range m.use {
		m.use[cell] = m.decideUse(c, cell)
	}
}

func (m *maker) decideUse(c *chance, cell int) use {
	l := m.lattice
	i, j := l.at(cell)
	si, sj := i-l.i0, j-l.j0
	draw, sway := c.float(), c.between(-.04, .04)
	if si < -streetsBeforeEast || si >= townColumns-streetsBeforeEast || sj < -streetsBeforeSouth || sj >= townRows-streetsBeforeSouth {
		return country
	}
	heart := l.heart(cell)
	p := placeUV(heart)
	x, y := paper(p)
	beyond := y > riverY(x)
	if beyond && !inSouthbank(heart) || !beyond && inTown(heart)+sway > 1 {
		if riverDistance(p) < 110 {
			return riverside
		}
		return country
	}
	if riverDistance(p) < 55 {
		return riverside
	}
	if u, ok := pinnedUses[[2]int{si, sj}]; ok {
		return u
	}
	if _, ok := pinnedEstates[[2]int{si, sj}]; ok {
		return perimeter
	}
	if railDistance(p) < 70 {
		return industry
	}
	return m.decideHousing(heart, [2]int{si, sj}, draw)
}

func inSouthbank(p uv) bool {
	du, dv := (p.u-640)/560, (p.v-1020)/260
	return du*du*du*du+dv*dv*dv*dv < 1
}

// decideHousing: terraces near the market, perimeter blocks and rows further out, pairs of houses at the edge.
func (m *maker) decideHousing(heart uv, street [2]int, draw float64) use {
	inSketch := street[0] >= 2 && street[0] <= 15 && street[1] >= 1 && street[1] <= 7
	out := inTown(heart)
	var weights [5]float64 // perimeter, terraces, rows, semis, flats
	switch {
	case inSketch:
		weights = [5]float64{80, 8, 4, 4, 4}
	case out < .45:
		weights = [5]float64{38, 36, 6, 4, 17}
	case out < .72:
		weights = [5]float64{26, 16, 22, 18, 20}
	default:
		weights = [5]float64{14, 3, 30, 38, 16}
	}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	draw *= sum
	for k, w := range weights {
		if draw -= w; draw >= 0 {
			continue
		}
		if k < 4 {
			return perimeter + use(k)
		}
		switch w += draw; { // what is left of the draw says which flats
		case w < .55*weights[4]:
			return slabs
		case w < .7*weights[4]:
			return towers
		default:
			return courtyards
		}
	}
	return perimeter
}
