package workbook

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

// display is what a number is shown as, as far as it matters.
type display uint8

const (
	asNumber  display = iota
	date              // a day, perhaps with a time
	timeOfDay         // hours, minutes, seconds
)

// longestFormat is what Excel allows a number format to have.
const longestFormat = 255

// mostStyles is a little more than Excel allows in a workbook (65,490).
const mostStyles = 1 << 17

// readStyles returns how each cell style of a workbook shows numbers.
func readStyles(r io.Reader) ([]display, error) {
	s, err := newScanner(r)
	if err != nil {
		return nil, err
	}
	own := map[int]display{} // number formats that the workbook defines
	var ids []int            // of each cell style
	inStyles := false
	for {
		t, err := s.next()
		if err == io.EOF {
			return shownAs(ids, own), nil
		}
		if err != nil {
			return nil, err
		}
		switch string(s.name) {
		case "cellXfs":
			inStyles = t == opening && !s.ends
		case "numFmt":
			if id, err := strconv.Atoi(s.attribute("numFmtId")); t == opening && err == nil && len(own) < mostStyles {
				own[id] = formatShows(s.attribute("formatCode"))
			}
		case "xf":
			if t == opening && inStyles && len(ids) < mostStyles {
				id, _ := strconv.Atoi(s.attribute("numFmtId"))
				ids = append(ids, id)
			}
		}
	}
}

func shownAs(ids []int, own map[int]display) []display {
	styles := make([]display, len(ids))
	for i, id := range ids {
		shown, defined := own[id]
		if !defined {
			shown = builtIn(id)
		}
		styles[i] = shown
	}
	return styles
}

// builtIn are the number formats that every workbook has without defining them (ECMA-376, part 1, 18.8.30); 27 to 36 and 50 to 58
// are the dates of East Asian editions. 46 counts hours beyond a day and is no time of day.
func builtIn(id int) display {
	switch {
	case id >= 18 && id <= 21, id == 45, id == 47, id >= 32 && id <= 35:
		return timeOfDay
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return date
	}
	return asNumber
}

// formatShows tells dates from numbers by the first part of a number format, which is the one for numbers above nothing. A letter
// after digits, as in 0.0m, is a unit; seconds may have digits after them.
func formatShows(code string) display {
	if len(code) > longestFormat {
		return asNumber
	}
	parser := nfp.NumberFormatParser()
	sections := parser.Parse(code)
	if len(sections) == 0 {
		return asNumber
	}
	var day, clock, month bool // m is a month, or a minute beside hours or seconds
	last := ""
	for _, item := range sections[0].Items {
		switch item.TType {
		case nfp.TokenTypeElapsedDateTimes, nfp.TokenTypeGeneral:
			return asNumber
		case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
			if !strings.HasPrefix(last, "s") {
				return asNumber
			}
		case nfp.TokenTypeDateTimes:
			last = strings.ToLower(item.TValue)
			switch strings.TrimLeft(last, last[:1]) {
			case "":
				clock = clock || strings.ContainsAny(last, "hs")
				day = day || strings.ContainsAny(last, "ydgeb") || len(last) > 2
				month = month || last[0] == 'm'
			case "1", "2": // the calendars B1 and B2
				day = true
			}
		}
	}
	switch {
	case day || month && !clock:
		return date
	case clock:
		return timeOfDay
	}
	return asNumber
}
