package delimited

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// named is an encoding as people ask for it.
type named struct {
	name    string
	order   unicode.Endianness
	letters *[256]rune // what each byte stands for, in encodings with one byte a letter
}

const (
	nameUTF8  = "UTF-8"
	nameUTF16 = "UTF-16"
)

// windows1252 is also read where ISO-8859-1 is said: the bytes in which they differ are letters here and nothing that is meant there.
var windows1252 = byLetters("Windows-1252", charmap.Windows1252)

var encodings = func() map[string]*named {
	all := map[string]*named{}
	put := func(n *named, names string) {
		for _, name := range strings.Fields(names) {
			all[name] = n
		}
	}
	put(&named{name: nameUTF8}, "utf8 utf8bom utf8sig ascii usascii")
	put(&named{name: nameUTF16, order: unicode.LittleEndian}, "utf16 utf16le ucs2 unicode")
	put(&named{name: nameUTF16, order: unicode.BigEndian}, "utf16be")
	put(windows1252, "windows1252 cp1252 win1252 1252 ansi windows latin1 l1 iso88591 88591")
	put(byLetters("Windows-1250", charmap.Windows1250), "windows1250 cp1250 win1250 1250")
	put(byLetters("ISO-8859-2", charmap.ISO8859_2), "iso88592 latin2")
	put(byLetters("ISO-8859-14", charmap.ISO8859_14), "iso885914 latin8")
	put(byLetters("ISO-8859-15", charmap.ISO8859_15), "iso885915 latin9")
	put(byLetters("Mac Roman", charmap.Macintosh), "macroman macosroman xmacroman macintosh mac")
	put(byLetters("code page 850", charmap.CodePage850), "cp850 ibm850 850 dos")
	put(byLetters("code page 437", charmap.CodePage437), "cp437 ibm437 437")
	return all
}()

func byLetters(name string, set *charmap.Charmap) *named {
	n := &named{name: name, letters: new([256]rune)}
	for b := range n.letters {
		n.letters[b] = set.DecodeByte(byte(b))
	}
	return n
}

// parseEncoding finds an encoding by its name, whatever the case and punctuation; nil for none said.
func parseEncoding(said string) (*named, *plans.Error) {
	key := plans.Fold(said)
	if strings.TrimSpace(said) == "" {
		return nil, nil
	}
	if n := encodings[key]; n != nil {
		return n, nil
	}
	if strings.HasPrefix(key, "utf32") {
		return nil, row.OtherFormat("said to be in UTF-32", "Save it as CSV UTF-8.")
	}
	return nil, plans.Refuse("unknown-encoding", "encoding", fmt.Sprintf("%q is not an encoding that is known here.", said),
		"Use utf-8, windows-1252 (also called ansi), iso-8859-15, utf-16, macroman or cp850, or leave --encoding out.")
}

// decode appends text in UTF-8.
func (n *named) decode(to, from []byte) []byte {
	for _, b := range from {
		if b < utf8.RuneSelf {
			to = append(to, b)
		} else {
			to = utf8.AppendRune(to, n.letters[b])
		}
	}
	return to
}

// decodeMixed leaves UTF-8 as it is and reads bytes that are not as Windows-1252.
func decodeMixed(to, from []byte) []byte {
	for !utf8.Valid(from) {
		i := 0
		for {
			r, size := utf8.DecodeRune(from[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		to = utf8.AppendRune(append(to, from[:i]...), windows1252.letters[from[i]])
		from = from[i+1:]
	}
	return append(to, from...)
}
