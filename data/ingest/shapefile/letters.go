package shapefile

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"terrier/plans"
)

// letters are a way to write text in bytes.
type letters struct {
	name string
	by   encoding.Encoding // nil for UTF-8
	wide bool              // two bytes to a letter, what pads them too
}

var (
	asUTF8    = letters{name: "UTF-8"}
	asWindows = letters{name: "Windows-1252", by: charmap.Windows1252}
)

// decode turns bytes into text. full says that they fill their column, so that the last letter may be cut: what is left of it goes.
// ok is false where they are not written in this way.
func (l letters) decode(b []byte, full bool) (text string, ok bool) {
	switch {
	case l.wide:
		text, err := l.by.NewDecoder().String(string(b[:len(b)&^1]))
		text, _, _ = strings.Cut(text, "\x00")
		return strings.Trim(text, " \u2020"), err == nil // two spaces read as one letter are a dagger
	case isASCII(b):
		return string(b), true
	case l.by == nil && utf8.Valid(b):
		return string(b), true
	case l.by == nil:
		if kept, cut := withoutCutLetter(b); full && cut {
			return strings.TrimRight(string(kept), " "), true
		}
		return strings.ToValidUTF8(string(b), "\uFFFD"), false
	}
	text, err := l.by.NewDecoder().String(string(b))
	return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// withoutCutLetter takes the first bytes of a letter that goes on beyond the end away; cut is false if there is none, or other
// bytes are no UTF-8 either.
func withoutCutLetter(b []byte) (kept []byte, cut bool) {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			return b[:i], !utf8.FullRune(b[i:]) && utf8.Valid(b[:i])
		}
	}
	return b, false
}

// givenLetters are those named by hand, nil for none.
func givenLetters(name string) (*letters, error) {
	if strings.TrimSpace(name) == "" {
		return nil, nil
	}
	l, ok := findLetters(name)
	if !ok {
		return nil, plans.Refuse("unknown-encoding", "encoding", name+" is no way of writing letters that is known here.", "Use utf-8, windows-1252 or iso-8859-1, or leave it out.")
	}
	return &l, nil
}

// codePages by the numbers that Microsoft gave them.
var codePages = map[string]letters{
	"437": {name: "code page 437", by: charmap.CodePage437}, "850": {name: "code page 850", by: charmap.CodePage850}, "852": {name: "code page 852", by: charmap.CodePage852},
	"855": {name: "code page 855", by: charmap.CodePage855}, "858": {name: "code page 858", by: charmap.CodePage858}, "860": {name: "code page 860", by: charmap.CodePage860},
	"863": {name: "code page 863", by: charmap.CodePage863}, "865": {name: "code page 865", by: charmap.CodePage865}, "866": {name: "code page 866", by: charmap.CodePage866},
	"874": {name: "Windows-874", by: charmap.Windows874}, "932": {name: "Shift JIS", by: japanese.ShiftJIS}, "936": {name: "GBK", by: simplifiedchinese.GBK},
	"949": {name: "EUC-KR", by: korean.EUCKR}, "950": {name: "Big5", by: traditionalchinese.Big5},
	"1250": {name: "Windows-1250", by: charmap.Windows1250}, "1251": {name: "Windows-1251", by: charmap.Windows1251}, "1252": asWindows,
	"1253": {name: "Windows-1253", by: charmap.Windows1253}, "1254": {name: "Windows-1254", by: charmap.Windows1254}, "1255": {name: "Windows-1255", by: charmap.Windows1255},
	"1256": {name: "Windows-1256", by: charmap.Windows1256}, "1257": {name: "Windows-1257", by: charmap.Windows1257}, "1258": {name: "Windows-1258", by: charmap.Windows1258},
	"10000": {name: "Macintosh", by: charmap.Macintosh}, "65001": asUTF8, "utf8": asUTF8,
	"1200": wideLetters("UTF-16", unicode.LittleEndian), "1201": wideLetters("UTF-16BE", unicode.BigEndian),
	"utf16": wideLetters("UTF-16", unicode.LittleEndian), "utf16le": wideLetters("UTF-16LE", unicode.LittleEndian), "utf16be": wideLetters("UTF-16BE", unicode.BigEndian),
	"20127": asWindows, "28591": latin1, "88591": latin1, "8859": latin1, "latin1": latin1, "latin": latin1, "ansi": asWindows, "windows": asWindows, "ascii": asWindows, "usascii": asWindows,
	"88592": {name: "ISO-8859-2", by: charmap.ISO8859_2}, "885914": {name: "ISO-8859-14", by: charmap.ISO8859_14}, "latin8": {name: "ISO-8859-14", by: charmap.ISO8859_14},
	"885915": {name: "ISO-8859-15", by: charmap.ISO8859_15}, "latin9": {name: "ISO-8859-15", by: charmap.ISO8859_15}, "28605": {name: "ISO-8859-15", by: charmap.ISO8859_15},
	"mac": {name: "Macintosh", by: charmap.Macintosh}, "macroman": {name: "Macintosh", by: charmap.Macintosh},
}

// latin1 is read as Windows-1252, which has letters where it has none; everybody does.
var latin1 = letters{name: "ISO-8859-1", by: charmap.Windows1252}

func wideLetters(name string, order unicode.Endianness) letters {
	return letters{name: name, by: unicode.UTF16(order, unicode.UseBOM), wide: true}
}

// findLetters finds them by any of the names that people and programs write: cp1252, "ANSI 1252", OEM 850, 65001, ISO88591, latin1.
func findLetters(name string) (letters, bool) {
	folded := plans.Fold(name)
	if l, ok := codePages[folded]; ok {
		return l, true
	}
	for _, prefix := range []string{"windows", "win", "codepage", "cp", "ansi", "oem", "ibm", "msdos", "dos", "ms", "iso", "pc"} {
		if l, ok := codePages[strings.TrimPrefix(folded, prefix)]; ok {
			return l, true
		}
	}
	if number, ok := strings.CutPrefix(folded, "ldid"); ok {
		l, ok := codePages[languagePages[number]]
		return l, ok
	}
	by, err := htmlindex.Get(strings.ToLower(strings.TrimSpace(name)))
	if err != nil || by == encoding.Replacement {
		return letters{}, false
	}
	called, _ := htmlindex.Name(by)
	return letters{name: called, by: by}, true
}
