package workbook

import "fmt"

// formulas counts those whose results cannot be relied on: ones without a result, or all of a workbook that asks to be worked out
// again when it is opened, as programs write that put a 0 for every result.
type formulas struct {
	stale    bool // the workbook asks for it
	unworked int
	worked   int
	first    string // the first of those without a result or, with none such, of the others
}

func (f *formulas) count(c *cells) {
	for _, one := range c.list {
		switch {
		case one.unworked():
			if f.unworked++; f.unworked == 1 {
				f.first = fmt.Sprintf("%s%d", columnName(one.column), c.line)
			}
		case one.formula && f.stale:
			if f.worked++; f.unworked == 0 && f.worked == 1 {
				f.first = fmt.Sprintf("%s%d", columnName(one.column), c.line)
			}
		}
	}
}

// note says what to do about them; "" where there are none.
func (f *formulas) note() string {
	switch {
	case f.unworked == 1:
		return fmt.Sprintf("The formula in %s has no result and was read as empty. %s", f.first, saveAgain)
	case f.unworked > 1:
		return fmt.Sprintf("%d formulas have no result and were read as empty, the first of them in %s. %s", f.unworked, f.first, saveAgain)
	case f.worked > 0:
		return fmt.Sprintf("Excel has not worked out the formulas of this workbook: the results of %d, the first of them in %s, may be wrong. %s", f.worked, f.first, saveAgain)
	}
	return ""
}
