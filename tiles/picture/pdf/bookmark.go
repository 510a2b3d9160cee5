package pdf

import "fmt"

// bookmarks are the outline of a document (ISO 32000-1 section 12.3.3), of one or two levels.
type bookmarks struct {
	entries []bookmark
}

type bookmark struct {
	title  string
	page   int // number of its object
	x, y   float64
	deeper bool
}

// write puts them into the file and returns the number of the outline, 0 where there are none.
func (b *bookmarks) write(out *file) (root int) {
	if len(b.entries) == 0 {
		return 0
	}
	root = out.reserve()
	numbers := make([]int, len(b.entries))
	for i := range b.entries {
		numbers[i] = out.reserve()
	}
	b.entries[0].deeper = false
	var tops []int
	for i, e := range b.entries {
		if !e.deeper {
			tops = append(tops, i)
		}
	}
	for at, i := range tops {
		end := len(b.entries)
		if at+1 < len(tops) {
			end = tops[at+1]
		}
		more := siblings(numbers, tops, at)
		if end > i+1 {
			more += fmt.Sprintf("/First %d 0 R/Last %d 0 R/Count %d", numbers[i+1], numbers[end-1], end-i-1)
		}
		b.put(out, i, numbers[i], root, more)
		var under []int
		for j := i + 1; j < end; j++ {
			under = append(under, j)
		}
		for k, j := range under {
			b.put(out, j, numbers[j], numbers[i], siblings(numbers, under, k))
		}
	}
	out.put(root, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", numbers[tops[0]], numbers[tops[len(tops)-1]], len(b.entries))
	return root
}

func (b *bookmarks) put(out *file, i, number, parent int, more string) {
	e := b.entries[i]
	out.put(number, "<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ %.2f %.2f null]%s>>", text(e.title), parent, e.page, e.x, e.y, more)
}

func siblings(numbers, level []int, at int) (s string) {
	if at > 0 {
		s += fmt.Sprintf("/Prev %d 0 R", numbers[level[at-1]])
	}
	if at+1 < len(level) {
		s += fmt.Sprintf("/Next %d 0 R", numbers[level[at+1]])
	}
	return s
}
