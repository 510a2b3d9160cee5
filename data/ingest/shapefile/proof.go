package shapefile

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// proof is what the values of a table say of how they are written.
type proof struct {
	sound int // values with letters beyond ASCII that are UTF-8
	cut   int // such that end within a letter, for which there was no room
	other int // such that are not UTF-8
}

func (p *proof) look(text []byte, full bool) {
	switch {
	case isASCII(text):
	case utf8.Valid(text):
		p.sound++
	default:
		kept, cut := withoutCutLetter(text)
		switch {
		case !full || !cut:
			p.other++
		case isASCII(kept):
			p.cut++
		default:
			p.cut, p.sound = p.cut+1, p.sound+1
		}
	}
}

// plain is true where all is ASCII, which is the same in every way of writing.
func (p proof) plain() bool { return p.sound+p.cut+p.other == 0 }

// isUTF8 is true where every value can be UTF-8. One that ends in half a letter proves nothing alone: in Windows-1252 it is a whole one.
func (p proof) isUTF8() bool { return p.other == 0 && (p.cut == 0 || p.sound > 0) }

// languagePages are code pages by the number in the header of a .dbf (dBASE language drivers; ESRI says 87 for "ANSI").
var languagePages = map[string]string{
	"1": "437", "2": "850", "3": "1252", "4": "10000", "8": "865", "9": "437", "10": "850", "11": "437", "13": "437", "14": "850", "15": "437", "16": "850", "17": "437",
	"18": "850", "19": "932", "20": "850", "21": "437", "22": "850", "23": "865", "24": "437", "25": "437", "26": "850", "27": "437", "28": "863", "29": "850", "31": "852",
	"34": "852", "35": "852", "36": "860", "37": "850", "38": "866", "55": "850", "64": "852", "77": "936", "78": "949", "79": "950", "80": "874", "87": "1252", "88": "1252",
	"89": "1252", "100": "852", "101": "866", "102": "865", "120": "950", "121": "949", "122": "936", "123": "932", "124": "874", "200": "1250", "201": "1251", "202": "1254",
	"203": "1253", "204": "1257",
}

// chooseLetters decides how a table is written: as was given, else as its .cpg says, else as its header says, else in UTF-8 if all
// values are, else in Windows-1252, which is what programs in Britain write. note says what was assumed where it makes a difference.
func chooseLetters(given *letters, cpg string, language byte, found seen) (l letters, note string) {
	p := found.proof
	if given != nil {
		return *given, ""
	}
	const orSay = " If names come out wrong, say --encoding."
	guess, fits := asWindows, ""
	if p.isUTF8() {
		guess, fits = asUTF8, ", which fits all of them"
	}
	l, known := findLetters(cpg)
	switch {
	case cpg != "" && known && l.name == asUTF8.name && p.other > 0:
		return guess, "Its .cpg says that letters are written in UTF-8, and some are not: they are read as " + guess.name + "." + orSay
	case cpg != "" && known:
		return l, ""
	case cpg != "" && !p.plain():
		return guess, fmt.Sprintf("Its .cpg says that letters are written in %.40q, which is not known here: they are read as %s%s.%s", cpg, guess.name, fits, orSay)
	}
	l, known = codePages[languagePages[strconv.Itoa(int(language))]]
	switch {
	case known && p.sound > 0 && p.isUTF8():
		return guess, fmt.Sprintf("The .dbf says that letters are written in %s, but all are sound UTF-8: they are read as that.%s", l.name, orSay)
	case known:
		return l, ""
	case p.plain():
		return guess, ""
	}
	return guess, fmt.Sprintf("Nothing says how letters are written: they are read as %s%s.%s", guess.name, fits, orSay)
}
