package delimited_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"terrier/data/ingest/delimited"
	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// randomValue is text in which everything occurs that has a meaning in delimited text.
func randomValue(r *rand.Rand) string {
	parts := []string{"a", "Hall", " ", ",", ";", "|", "\t", "\"", "\n", "é", "ö", "53.38", "'", "=", "sep="}
	var v strings.Builder
	for range r.IntN(6) {
		v.WriteString(parts[r.IntN(len(parts))])
	}
	return v.String()
}

// Random tables, written by the standard library with any delimiter, line end and encoding, come back as they were.
func TestTablesComeBack(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 500 {
		columns := 2 + r.IntN(6)
		table := [][]string{{}}
		for c := range columns {
			table[0] = append(table[0], string(rune('A'+c))+" name")
		}
		for range 1 + r.IntN(20) {
			values := []string{"Z" + randomValue(r)}
			for range columns - 2 {
				values = append(values, randomValue(r))
			}
			table = append(table, append(values, "z"))
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma = []rune(",;\t|")[r.IntN(4)]
		w.UseCRLF = r.IntN(2) == 0
		if err := w.WriteAll(table); err != nil {
			t.Fatal(err)
		}
		content := file.String()
		switch r.IntN(4) {
		case 0:
			content, _ = charmap.Windows1252.NewEncoder().String(content)
		case 1:
			content, _ = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(content)
		case 2:
			content = "\ufeff" + content
		}
		res, err := read(t, content, delimited.Options{})
		if err != nil {
			t.Fatalf("%q: %v", content, err)
		}
		var got, want []string
		for line := range 1000 {
			if v, ok := res.rows[line]; ok {
				got = append(got, v)
			}
		}
		for _, values := range table[1:] {
			for i, v := range values {
				values[i] = intake.Restore(v)
			}
			want = append(want, strings.Join(values, "|"))
		}
		if !slices.Equal(res.header, table[0]) || len(got) != len(want) {
			t.Fatalf("%q: %q, %d rows", content, res.header, len(got))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q for %q in %q", got[i], want[i], content)
			}
		}
	}
}

// FuzzDelimited reads any bytes in any encoding: an answer or a refusal that says why, and rows that add up.
func FuzzDelimited(f *testing.F) {
	encodings := []string{"", "utf-8", "cp1252", "utf-16le", "utf-16be", "macroman"}
	for _, file := range []string{
		"name,lon,lat\nTown Hall,-2.35,53.38\n", "\ufeffname;GeoX;GeoY\r\n\"a\nb\";53,38;-2,35\r\n'=x;376694;387928\r\n", "WKT\tname\nPOLYGON ((1 2,3 4))\t\"\"\"\"\n",
		"name,lat\rcaf\xe9,1\r", "name,lat\n\"a\"x,1\n\"b,1\n", "sep=|\nname|lat\nHall|1\n", "\xff\xfen\x00,\x00l\x00\n\x00a\x00,\x001\x00\n\x00",
		"Register,,\nname,lon,lat\nHall,1.5,2.5\nRegister,,\nname,lon,lat\n", "1.5,2.5\n3.5,4.5\n", printed, prose, "Café,lat\nCaf\xe9,1\né,2\n\x1a",
		"Title,Title,Title\na,Title,b\nTitle,Title,Title\nx,1.5,2.5\n",
	} {
		for i := range encodings {
			f.Add([]byte(file), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, content []byte, choice uint8) {
		known := func(text string) bool { return text == "name" }
		if choice&8 == 0 {
			known = nil
		}
		opens := 0
		s := row.Stream{Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
			opens++
			return io.NopCloser(bytes.NewReader(content)), nil
		}}
		src, err := delimited.Open(s, delimited.Options{Encoding: encodings[int(choice&7)%len(encodings)], Known: known})
		if err != nil {
			told(t, err)
			return
		}
		first := drain(t, src, len(content))
		if again := drain(t, src, len(content)); !slices.Equal(first, again) {
			t.Fatalf("%q, then %q", first, again)
		}
		if opens > 4 {
			t.Fatalf("opened %d times", opens)
		}
	})
}

func told(t *testing.T, err error) {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Remedy == "" {
		t.Fatalf("not told: %v", err)
	}
}

func drain(t *testing.T, src row.Source, size int) (lines []string) {
	r, err := src.Layers[0].Open()
	if err == io.EOF {
		return nil
	}
	if err != nil {
		told(t, err)
		return nil
	}
	defer func() { _ = r.Close() }()
	if len(r.Header()) == 0 {
		t.Fatal("no columns")
	}
	last := 0
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return lines
		}
		if err != nil {
			told(t, err)
			return lines
		}
		if rec.Line <= last || rec.Line > size || len(rec.Values) > row.MostColumns {
			t.Fatalf("line %d after %d: %q", rec.Line, last, rec.Values)
		}
		last = rec.Line
		if rec.Err == nil && row.IsBlank(rec.Values) {
			t.Fatalf("blank row in line %d", rec.Line)
		}
		if rec.Err != nil {
			told(t, rec.Err)
		}
		if utf8.Valid([]byte(strings.Join(src.Notes, ""))) {
			lines = append(lines, strings.Join(rec.Values, "|"))
		}
	}
}
