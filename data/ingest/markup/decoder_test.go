package markup_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"terrier/data/ingest/markup"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// texts reads a document and gives the text of all its <name> elements.
func texts(r io.Reader) (found []string, err error) {
	dec := markup.NewDecoder(io.NopCloser(r))
	for {
		dec.NextRow()
		t, err := dec.Token()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "name" {
			text, err := dec.Text()
			if err != nil {
				return found, err
			}
			found = append(found, text)
		}
	}
}

func wide(order unicode.Endianness, bom unicode.BOMPolicy, text string) string {
	out, err := unicode.UTF16(order, bom).NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

func TestEncodings(t *testing.T) {
	const said16, plain = `<?xml version="1.0" encoding="UTF-16"?>`, "<kml><name>Café – 5</name></kml>"
	for name, file := range map[string]string{
		"UTF-8 without declaration":            plain,
		"UTF-8 with a byte order mark":         "\xef\xbb\xbf" + `<?xml version="1.0" encoding="utf-8"?>` + plain,
		"a mark that contradicts":              "\xef\xbb\xbf" + `<?xml version="1.0" encoding="windows-1252"?>` + plain,
		"Windows-1252":                         `<?xml version="1.0" encoding="windows-1252"?><kml><name>Caf` + "\xe9 \x96 5</name></kml>",
		"a dash of Windows in ISO-8859-1":      `<?xml version='1.0' encoding='ISO-8859-1' standalone='yes'?><kml><name>Caf` + "\xe9 \x96 5</name></kml>",
		"an old page of DOS":                   `<?xml version="1.0" encoding="IBM850"?><kml><name>Caf` + "\x82 &#8211; 5</name></kml>",
		"UTF-16, little end first":             wide(unicode.LittleEndian, unicode.UseBOM, said16+plain),
		"UTF-16, big end first":                wide(unicode.BigEndian, unicode.UseBOM, said16+plain),
		"UTF-16 without a mark":                wide(unicode.LittleEndian, unicode.IgnoreBOM, said16+plain),
		"UTF-16 without a mark, big":           wide(unicode.BigEndian, unicode.IgnoreBOM, said16+plain),
		"UTF-8 that says it is UTF-16":         said16 + plain,
		"an entity of HTML":                    "<kml><name>Caf&eacute; &ndash; 5</name></kml>",
		"white space before the declaration":   "\n" + `<?xml version="1.0" encoding="utf-8"?>` + plain,
		"line ends of old Macintosh computers": `<?xml version="1.0"?>` + "\r" + plain + "\r",
	} {
		found, err := texts(strings.NewReader(file))
		if err != nil || len(found) != 1 || found[0] != "Café – 5" {
			t.Errorf("%s: %q %v", name, found, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, code, says string }{
		"an encoding of no kind":   {`<?xml version="1.0" encoding="klingon"?><kml/>`, "unknown-encoding", `"klingon"`},
		"Windows said to be UTF-8": {"<kml>\n\n<name>a\x92s</name></kml>", "not-utf8", "line 3"},
		"a bare &":                 {"<kml>\n<name>A & B</name></kml>", "broken-xml", "line 2"},
		"entities that swell":      {`<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><name>&b;</name></kml>`, "broken-xml", "&b;"},
		"files from elsewhere":     {`<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><name>&a;</name></kml>`, "broken-xml", "&a;"},
		"a letter that XML bars":   {"<kml><name>a\x0bb</name></kml>", "broken-xml", "line 1"},
		"another version of XML":   {`<?xml version="2.0"?><kml/>`, "broken-xml", "version"},
		"tags that cross":          {"<kml><name></kml></name>", "broken-xml", "line 1"},
		"a very long tag":          {"<kml " + strings.Repeat(`a="" `, 20_000) + "/>", "tag-too-long", "64 kB"},
		"a very long end tag":      {"<kml></" + strings.Repeat("a", 100_000), "tag-too-long", "64 kB"},
		"a tag that is not closed": {"<kml><name>x</name>text<name " + strings.Repeat("x='' ", 50_000), "tag-too-long", ""},
		"nothing but nesting":      {strings.Repeat("<a>", 201), "broken-xml", "200 levels"},
		"cut off in text":          {"<kml><name>a", "truncated-file", ""},
		"cut off within a letter":  {"<kml><name>caf\xc3", "truncated-file", ""},
		"cut off in CDATA":         {"<kml><name><![CDATA[a", "truncated-file", ""},
		"cut off in a comment":     {"<kml><!-- a", "truncated-file", ""},
		"cut off in a tag":         {`<kml><name a="`, "truncated-file", ""},
		"cut off in an entity":     {"<kml><name>&am", "truncated-file", ""},
		"cut off in UTF-16":        {wide(unicode.LittleEndian, unicode.UseBOM, "<kml><name>a")[:20], "truncated-file", ""},
	} {
		_, err := texts(strings.NewReader(c.file))
		var e *plans.Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.says) || e.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnyCutIsToldAsOne(t *testing.T) {
	const file = `<?xml version="1.0" encoding="utf-8"?><kml a="b"><!-- é --><name>Café &amp; <![CDATA[<b>]]></name><x/></kml>`
	for n := strings.Index(file, "<kml") + 1; n < len(file); n++ {
		_, err := texts(strings.NewReader(file[:n]))
		var e *plans.Error
		if !errors.As(err, &e) || e.Code != "truncated-file" {
			t.Errorf("cut at byte %d (%q): %v", n, file[n-3:n], err)
		}
	}
}

func TestReadErrorsAreNoRefusals(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, before := range []string{"", "<kml><name>a"} {
		_, err := texts(io.MultiReader(strings.NewReader(before), failing{broken}))
		var e *plans.Error
		if !errors.Is(err, broken) || errors.As(err, &e) {
			t.Errorf("after %q: %v", before, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// endless repeats a piece for so many bytes.
type endless struct {
	piece string
	at    int
	left  int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.left)], e.piece[e.at:])
	e.at, e.left = (e.at+n)%len(e.piece), e.left-n
	return n, nil
}

func TestARowWithoutEndIsRefused(t *testing.T) {
	_, err := texts(io.MultiReader(strings.NewReader("<kml><name>"), &endless{piece: "lorem ipsum ", left: row.Longest + 1<<20}))
	var e *plans.Error
	if !errors.As(err, &e) || e.Code != "row-too-long" {
		t.Error(err)
	}
}

func TestValues(t *testing.T) {
	var columns markup.Values
	var rec row.Record
	for range 3 {
		columns.Begin()
		rec = row.Record{}
		for _, v := range []string{"1", "", "1", "2", "3", "3"} {
			columns.Set(&rec, " a\n b ", v)
		}
	}
	if got := strings.Join(columns.Header(), ","); got != "a b,a b (2),a b (3)" || strings.Join(rec.Values, ",") != "1,2,3" {
		t.Error(got, rec.Values)
	}
	columns.Begin()
	for i := range row.MostColumns + 1 {
		columns.Set(&rec, "n", strings.Repeat("x", i+1))
	}
	if rec.Err == nil || rec.Err.Code != "too-many-columns" || len(columns.Header()) != row.MostColumns {
		t.Error(rec.Err, len(columns.Header()))
	}
}
