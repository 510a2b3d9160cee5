package delimited_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"terrier/data/ingest/delimited"
	"terrier/data/ingest/row"
)

const cafe = "name,fee,lat\nCafé Tŷ,€3,53.38\nHöhe,£4,53.39\n"

func in(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := encoding.ReplaceUnsupported(e.NewEncoder()).String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodings(t *testing.T) {
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, c := range []struct {
		name, said string
		written    encoding.Encoding
		mark       string
		lost       string // letters that the encoding does not have
		note       string
	}{
		{"UTF-8", "", unicode.UTF8, "", "", ""},
		{"UTF-8, said", "utf8", unicode.UTF8, "", "", ""},
		{"UTF-8 with its mark", "", unicode.UTF8, "\xef\xbb\xbf", "", ""},
		{"UTF-8 with its mark, said", "UTF-8", unicode.UTF8, "\xef\xbb\xbf", "", ""},
		{"UTF-8 with its mark, said to be other", "cp1252", unicode.UTF8, "\xef\xbb\xbf", "", "The first bytes of the file say that it is UTF-8: it was read so, not as --encoding says."},
		{"Windows-1252", "", charmap.Windows1252, "", "ŷ", "The file is not UTF-8: it was read as Windows-1252, as spreadsheets write it."},
		{"Windows-1252, said", "Windows-1252", charmap.Windows1252, "", "ŷ", ""},
		{"cp1252", "cp1252", charmap.Windows1252, "", "ŷ", ""},
		{"ANSI", "ANSI", charmap.Windows1252, "", "ŷ", ""},
		{"Latin 1", "latin1", charmap.ISO8859_1, "", "ŷ€", ""},
		{"ISO-8859-1, with letters of Windows-1252", "ISO-8859-1", charmap.Windows1252, "", "ŷ", ""},
		{"ISO-8859-15", "iso_8859-15", charmap.ISO8859_15, "", "ŷ", ""},
		{"ISO-8859-14, for Welsh", "iso-8859-14", charmap.ISO8859_14, "", "€", ""},
		{"Mac Roman", "MacRoman", charmap.Macintosh, "", "ŷ", ""},
		{"code page 850", "cp850", charmap.CodePage850, "", "ŷ€", ""},
		{"code page 437", "437", charmap.CodePage437, "", "ŷ€", ""},
		{"UTF-16", "", little, "\xff\xfe", "", ""},
		{"UTF-16, big end first", "", big, "\xfe\xff", "", ""},
		{"UTF-16 without mark", "", little, "", "", ""},
		{"UTF-16 without mark, big end first", "", big, "", "", ""},
		{"UTF-16, said", "utf-16", little, "\xff\xfe", "", ""},
		{"UTF-16LE, said", "UTF-16LE", little, "", "", ""},
		{"UTF-16BE, said", "utf16be", big, "", "", ""},
		{"UTF-16 whose mark is against what is said of its order", "utf16be", little, "\xff\xfe", "", ""},
		{"UTF-16, said to be other", "utf-8", little, "\xff\xfe", "", "The first bytes of the file say that it is UTF-16: it was read so, not as --encoding says."},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := c.mark + in(t, c.written, cafe)
			want := []string{"Café Tŷ|€3|53.38", "Höhe|£4|53.39"}
			for _, lost := range c.lost {
				want[0] = strings.ReplaceAll(want[0], string(lost), "\x1a")
			}
			for _, reader := range []func(string) io.Reader{
				func(s string) io.Reader { return strings.NewReader(s) },
				func(s string) io.Reader { return iotest.OneByteReader(strings.NewReader(s)) },
			} {
				s := row.Stream{Size: int64(len(file)), Open: func() (io.ReadCloser, error) { return io.NopCloser(reader(file)), nil }}
				res, err := readStream(t, s, delimited.Options{Encoding: c.said})
				if err != nil {
					t.Fatal(err)
				}
				if res.format != "CSV" || res.rows[2] != want[0] || res.rows[3] != want[1] || len(res.rows) != 2 || !slices.Equal(res.header, []string{"name", "fee", "lat"}) {
					t.Errorf("%+v", res)
				}
				if strings.Join(res.notes, " ") != c.note {
					t.Errorf("%q", res.notes)
				}
			}
		})
	}
}

// Quoted values are decoded as well, and delimiters are found in text of every encoding.
func TestEncodingsOfQuotedValues(t *testing.T) {
	const text = "name\tnotes\tlat\r\n\"Café \"\"Ö\"\"\"\t\"é\r\n\té\"\t53.38\r\n"
	for said, e := range map[string]encoding.Encoding{"": charmap.Windows1252, "macroman": charmap.Macintosh, "utf-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-8": unicode.UTF8} {
		res, err := read(t, in(t, e, text), delimited.Options{Encoding: said})
		if err != nil || res.format != "TSV" || res.rows[2] != "Café \"Ö\"|é\n\té|53.38" {
			t.Errorf("%s: %+v, %v", said, res, err)
		}
	}
}

// Rows pasted from elsewhere are read for themselves where most of the file is UTF-8.
func TestMixedEncodings(t *testing.T) {
	head := "name,lat\n" + strings.Repeat("Café Höhe,53.38\n", 5)
	for _, c := range []struct{ name, file, row, note string }{
		{"one line", head + "Caf\xe9 \x80,53.39\nÖ,1\n", "Café €|53.39", "The file is UTF-8, except for line 7: what is not UTF-8 there was read as Windows-1252."},
		{"several lines", head + "\"Caf\xe9, \xe9\",53.39\nb,1\n\xc3,2\n", "Café, é|53.39", "The file is UTF-8, except for 2 lines, the first of them line 7: what is not UTF-8 there was read as Windows-1252."},
		{"both in one value", head + "Café \xc9\xc9 é,53.39\n", "Café ÉÉ é|53.39", "The file is UTF-8, except for line 7: what is not UTF-8 there was read as Windows-1252."},
		{"cut off in a letter", head + "Caf\xc3", "ragged-row", "The file is UTF-8, except for line 7: what is not UTF-8 there was read as Windows-1252."},
		{"with its mark", "\ufeffname,lat\na,1\na,1\na,1\na,1\na,1\nCaf\xe9,53.39\n", "Café|53.39", "The file is UTF-8, except for line 7: what is not UTF-8 there was read as Windows-1252."},
		{"mostly the other", head + "Caf\xe9 " + strings.Repeat("\xe9 ", 30) + ",53.39\n", "CafÃ©", "The file is not UTF-8: it was read as Windows-1252, as spreadsheets write it."},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := read(t, c.file, delimited.Options{})
			if err != nil || strings.Join(res.notes, " ") != c.note {
				t.Errorf("%+v, %v", res, err)
			}
			if c.row == "CafÃ©" {
				if !strings.HasPrefix(res.rows[2], c.row) {
					t.Errorf("%q", res.rows[2])
				}
			} else if res.rows[7] != c.row {
				t.Errorf("%q", res.rows[7])
			}
		})
	}
	old := strings.ReplaceAll(head+"Caf\xe9,53.39\n", "\n", "\r")
	if res, err := read(t, old, delimited.Options{}); err != nil || res.rows[7] != "Café|53.39" || !strings.Contains(res.notes[0], "line 7") {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestEncodingsRefused(t *testing.T) {
	for _, c := range []struct{ said, file, code, says string }{
		{"klingon", cafe, "unknown-encoding", `"klingon"`},
		{"?", cafe, "unknown-encoding", `"?"`},
		{"utf-32", cafe, "other-format", "UTF-32"},
		{"utf-8", "name,lat\nCafé,1\nCaf\xe9,2\n", "not-utf8", "line 3"},
		{"utf-8", "\ufeffname,lat\nCafé,1\nCaf\xe9,2\n", "not-utf8", "line 3"},
		{"utf-16", "name,lat\nCafé,1\n", "not-utf16", ""},
	} {
		_, err := read(t, c.file, delimited.Options{Encoding: c.said})
		wantCode(t, err, c.code, c.says)
	}
}

// What the whole file is decides, not how it begins; and it is looked over without being held.
func TestEncodingFoundAtTheEnd(t *testing.T) {
	var file bytes.Buffer
	file.WriteString("name,lat\n")
	for range 50_000 {
		file.WriteString("Hall,53.38\n")
	}
	file.WriteString("Caf\xe9,53.39\n")
	res, err := read(t, file.String(), delimited.Options{})
	if err != nil || res.rows[50_002] != "Café|53.39" {
		t.Errorf("%q, %v", res.rows[50_002], err)
	}
}
