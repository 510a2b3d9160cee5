package shape

// runBoxes finds pieces of a way by their boxes. A way goes on where it is, so the boxes of pieces that follow each other make a good tree as they
// stand: no sorting, and a tenth of the time that inserting them one by one takes.
type runBoxes struct {
	levels [][]edgeBox // the first are those of the pieces, each of the next is around runFan of the one before
}

type edgeBox struct{ low, high [2]float64 }

const runFan = 8

func newRunBoxes(boxes []edgeBox) *runBoxes {
	r := &runBoxes{levels: [][]edgeBox{boxes}}
	for len(boxes) > runFan {
		above := make([]edgeBox, 0, len(boxes)/runFan+1)
		for i, b := range boxes {
			if i%runFan == 0 {
				above = append(above, b)
				continue
			}
			a := &above[len(above)-1]
			for axis := range 2 {
				a.low[axis], a.high[axis] = min(a.low[axis], b.low[axis]), max(a.high[axis], b.high[axis])
			}
		}
		r.levels = append(r.levels, above)
		boxes = above
	}
	return r
}

// search visits the pieces whose boxes meet a box, in order, until visit is false.
func (r *runBoxes) search(box edgeBox, visit func(i int) bool) {
	top := len(r.levels) - 1
	r.within(top, 0, len(r.levels[top]), box, visit)
}

func (r *runBoxes) within(level, from, to int, box edgeBox, visit func(i int) bool) bool {
	for i := from; i < min(to, len(r.levels[level])); i++ {
		b := &r.levels[level][i]
		if b.low[0] > box.high[0] || b.high[0] < box.low[0] || b.low[1] > box.high[1] || b.high[1] < box.low[1] {
			continue
		}
		if level == 0 {
			if !visit(i) {
				return false
			}
		} else if !r.within(level-1, i*runFan, (i+1)*runFan, box, visit) {
			return false
		}
	}
	return true
}
