package workbook

import "io"

// The parts that tests look at by themselves.
var (
	NumberText = numberText
	ColumnName = columnName
)

// FormatKind is what a number format shows: "number", "date" or "time".
func FormatKind(code string) string { return [...]string{"number", "date", "time"}[formatShows(code)] }

// DateText as in workbooks that count from 1900 or 1904; clock is true of formats with nothing but hours and minutes.
func DateText(stored string, clock, from1904 bool) string {
	if clock {
		return dateText(stored, timeOfDay, from1904)
	}
	return dateText(stored, date, from1904)
}

// SharedTexts reads a table of shared strings with so much of it in memory, and says each by the numbers asked for.
func SharedTexts(r io.Reader, inMemory int64, numbers []int) (texts []string, onDisk bool, err error) {
	all, err := readTexts(r, inMemory)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = all.close() }()
	p := all.pointer()
	for _, n := range numbers {
		text, ok, err := p.text(n)
		if err != nil {
			return nil, false, err
		}
		if !ok {
			text = "none"
		}
		texts = append(texts, text)
	}
	return texts, all.joined.file != nil, nil
}
