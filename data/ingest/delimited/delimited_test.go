package delimited_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest/delimited"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// result is all that a file comes out as.
type result struct {
	format string
	header []string
	rows   map[int]string // line → values between bars, or the code of what is wrong
	notes  []string       // of the file, and of the rows
}

func read(t testing.TB, file string, o delimited.Options) (result, error) {
	t.Helper()
	return readStream(t, row.StreamOf(strings.NewReader(file), int64(len(file))), o)
}

func readStream(t testing.TB, stream row.Stream, o delimited.Options) (res result, err error) {
	t.Helper()
	s, err := delimited.Open(stream, o)
	if err != nil {
		return result{}, err
	}
	if s.Unit != "line" || s.Shaped || s.Lonlat || len(s.Layers) != 1 || s.Layers[0].Name != "" {
		t.Errorf("%+v", s)
	}
	r, err := s.Layers[0].Open()
	if err != nil {
		return result{}, err
	}
	defer func() {
		if err := errors.Join(r.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	}()
	res = result{format: s.Format, header: r.Header(), rows: map[int]string{}}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return res, err
		}
		if res.rows[rec.Line] = strings.Join(rec.Values, "|"); rec.Err != nil {
			res.rows[rec.Line] = rec.Err.Code
		}
	}
	if r.Offset() != stream.Size || r.Size() != stream.Size || r.CRS() != "" {
		t.Errorf("%d of %d bytes, CRS %q", r.Offset(), r.Size(), r.CRS())
	}
	res.notes = append(append([]string(nil), s.Notes...), r.(row.Noter).Notes()...)
	return res, nil
}

func wantCode(t *testing.T, err error, code, says string) {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if !strings.HasSuffix(e.Message, ".") || !strings.HasSuffix(e.Remedy, ".") || !strings.Contains(e.Message, says) {
		t.Errorf("%+v", e)
	}
}

func TestForms(t *testing.T) {
	for name, file := range map[string]string{
		"commas":                      "name,lon,lat\nTown Hall,-2.35,53.38\n",
		"a byte order mark":           "\ufeffname,lon,lat\nTown Hall,-2.35,53.38\n",
		"tabs":                        "name\tlon\tlat\nTown Hall\t-2.35\t53.38\n",
		"semicolons":                  "name;lon;lat\nTown Hall;-2.35;53.38\n",
		"semicolons, told to Excel":   "sep=;\nname;lon;lat\nTown Hall;-2.35;53.38\n",
		"bars, told to Excel":         "sep=|\r\nname|lon|lat\r\nTown Hall|-2.35|53.38\r\n",
		"tabs, told to Excel":         "\"sep=\t\"\r\nname\tlon\tlat\r\nTown Hall\t-2.35\t53.38\r\n",
		"commas, told to Excel":       "sep=,\nname,lon,lat\nTown Hall,-2.35,53.38\n",
		"bars":                        "name|lon|lat\nTown Hall|-2.35|53.38\n",
		"carets":                      "name^lon^lat\nTown Hall^-2.35^53.38\n",
		"tildes":                      "name~lon~lat\nTown Hall~-2.35~53.38\n",
		"colons":                      "name:lon:lat\nTown Hall:-2.35:53.38\n",
		"Windows line ends":           "name,lon,lat\r\nTown Hall,-2.35,53.38\r\n",
		"line ends that were doubled": "name,lon,lat\r\r\nTown Hall,-2.35,\"53.38\"\r\r\n",
		"old Macintosh line ends":     "name,lon,lat\rTown Hall,-2.35,53.38\r",
		"old Macintosh line ends, the last one ours": "name,lon,lat\rTown Hall,-2.35,53.38\r\n",
		"no end of the last line":                    "name,lon,lat\nTown Hall,-2.35,53.38",
		"the end mark of DOS":                        "name,lon,lat\r\nTown Hall,-2.35,53.38\r\n\x1a",
		"quotation marks":                            "\"name\",\"lon\",\"lat\"\n\"Town Hall\",\"-2.35\",\"53.38\"\n",
		"blanks behind them":                         "\"name\" ,\"lon\",\"lat\" \n\"Town Hall\"  ,\"-2.35\",\"53.38\"\n",
		"empty lines and empty rows":                 "\n\nname,lon,lat\n\n,,\nTown Hall,-2.35,53.38\n,,\n\n",
		"page ends":                                  "name,lon,lat\n\f\nTown Hall,-2.35,53.38\n\f",
		"values beyond the headings":                 "name,lon,lat\nTown Hall,-2.35,53.38,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			res, err := read(t, file, delimited.Options{})
			if err != nil {
				t.Fatal(err)
			}
			values := ""
			for _, v := range res.rows {
				values += strings.TrimRight(v, "|")
			}
			if strings.Join(res.header, "|") != "name|lon|lat" || len(res.rows) != 1 || values != "Town Hall|-2.35|53.38" || len(res.notes) > 0 {
				t.Errorf("%+v", res)
			}
		})
	}
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       map[int]string
	}{
		{"line numbers count lines, not rows", "\"two\nlines\",,\nb,x,\"c\nd\"\ne,f,g\n", map[int]string{2: "two\nlines||", 4: "b|x|c\nd", 6: "e|f|g"}},
		{"too few values", "a,n,1\nb,n\n", map[int]string{2: "a|n|1", 3: "ragged-row"}},
		{"too many values", "a,b,c,1\nd,n,2\n", map[int]string{2: "ragged-row", 3: "d|n|2"}},
		{"a mark inside a value stands for itself", "5\" pipe works,n,1\n", map[int]string{2: `5" pipe works|n|1`}},
		{"a mark inside a value, beside one that is quoted", "5\" pipe,\"n,m\",1\n", map[int]string{2: `5" pipe|n,m|1`}},
		{"a mark written twice", "\"the \"\"Dog\"\"\",n,1\n", map[int]string{2: `the "Dog"|n|1`}},
		{"a quoted value that is empty", "\"\",n,\"\"\n", map[int]string{2: "|n|"}},
		{"a mark after a closed value refuses its row only", "\"a\"x,n,1\nb,n,2\n", map[int]string{2: "stray-quotation-mark", 3: "b|n|2"}},
		{"a mark that swallows rows says which", "\"a,n,1\nb,n,2\n\"c\",n,3\nd,n,4\n", map[int]string{2: "stray-quotation-mark", 5: "d|n|4"}},
		{"formulas that an export made harmless", "'=SUM(A1),n,1\n''=x,n,'t\n", map[int]string{2: "=SUM(A1)|n|1", 3: "'=x|n|'t"}},
		{"text in other letters", "Tŷ Cŵn 日本,n,1\n", map[int]string{2: "Tŷ Cŵn 日本|n|1"}},
		{"characters that do not print", "a\x00b,\x07n,1\n", map[int]string{2: "a\x00b|\x07n|1"}},
		{"a row of one value behind", "Total\na,n,1\n", map[int]string{2: "ragged-row", 3: "a|n|1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, lineEnd := range []string{"\n", "\r\n"} {
				file := strings.ReplaceAll("name,notes,count\n"+c.rows, "\n", lineEnd)
				res, err := read(t, file, delimited.Options{})
				if diff := cmp.Diff(c.want, res.rows); diff != "" || err != nil {
					t.Error(diff, err)
				}
			}
		})
	}
}

func TestRefusalsSayWhere(t *testing.T) {
	s, err := delimited.Open(stream("name;n;m\n\"a;n;1\nb;n;2\n\"c\";n;3\na;b\n"), delimited.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Layers[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	rec, _ := r.Read()
	if rec.Err == nil || rec.Err.Message != "There is a stray quotation mark in line 4 (lines 2 to 4 were read as one row)." {
		t.Errorf("%+v", rec.Err)
	}
	rec, _ = r.Read()
	if rec.Err == nil || rec.Err.Message != "The row has 2 values where the heading has 3." || !strings.Contains(rec.Err.Remedy, "a value with a semicolon") || len(rec.Values) != 2 {
		t.Errorf("%+v", rec.Err)
	}
}

func stream(file string) row.Stream {
	return row.StreamOf(strings.NewReader(file), int64(len(file)))
}

func TestFilesRefused(t *testing.T) {
	const good = "name,lon,lat\nTown Hall,-2.35,53.38\n"
	for _, c := range []struct{ name, file, code, says string }{
		{"a mark never closed", good + "\"Hall,1,2\nb,1,2\n", "unclosed-quotation-mark", "opens in line 3"},
		{"a mark never closed in the headings", "\"name,lon,lat\nTown Hall,-2.35,53.38\n", "unclosed-quotation-mark", "opens in line 1"},
		{"a stray mark in the headings", "\"name\"x,lon,lat\nTown Hall,-2.35,53.38\n", "stray-quotation-mark", "The headings cannot be read."},
		{"a stray mark in a title", "\"Register\" 2020\nname,lon,lat\nTown Hall,-2.35,53.38\nb,-2.36,53.39\n", "stray-quotation-mark", "The headings cannot be read."},
		{"too many columns", "name" + strings.Repeat(",", 2000) + "\na\n", "too-many-columns", ""},
		{"too many columns in a row", good + "b" + strings.Repeat(",", 100_000) + "\n", "too-many-columns", ""},
		{"too many quoted columns in a row", good + "b" + strings.Repeat(",\"\"", 100_000) + "\n", "too-many-columns", ""},
		{"UTF-32", "\xff\xfe\x00\x00n\x00\x00\x00", "other-format", "UTF-32"},
		{"UTF-32, big end first", "\x00\x00\xfe\xff\x00\x00\x00n", "other-format", "UTF-32"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(t, c.file, delimited.Options{})
			wantCode(t, err, c.code, c.says)
		})
	}
	for _, file := range []string{"", "\n \n", "\ufeff", "\ufeff\ufeff", "\xff\xfe", "sep=;\n", ",,,\n,,\n"} {
		if _, err := read(t, file, delimited.Options{}); err != io.EOF {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func TestLayersOpenAgain(t *testing.T) {
	s, err := delimited.Open(stream("Register of places\n\nname,lon,lat\nHall,-2.35,53.38\nMoss,-2.36,53.39\n"), delimited.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		r, err := s.Layers[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if rec, err := r.Read(); err != nil || rec.Line != 4 || rec.Value(0) != "Hall" {
			t.Errorf("%+v, %v", rec, err)
		}
	}
}

var errBroken = errors.New("broken")

// broken is a file that cannot be read beyond some bytes.
type broken struct {
	io.Reader
	opened *int
}

func (b broken) Close() error { *b.opened--; return nil }

func TestWhatFailsIsTold(t *testing.T) {
	file := "name,lon,lat\n" + strings.Repeat("Hall,-2.35,53.38\n", 5000)
	opened := 0
	for failing := 1; failing <= 3; failing++ {
		for _, after := range []int{0, 5, 70_000} {
			n := 0
			s := row.Stream{Size: int64(len(file)), Open: func() (io.ReadCloser, error) {
				n++
				opened++
				if n == failing {
					return broken{io.MultiReader(strings.NewReader(file[:after]), errReader{}), &opened}, nil
				}
				return broken{strings.NewReader(file), &opened}, nil
			}}
			src, err := delimited.Open(s, delimited.Options{})
			if err == nil {
				var r row.Reader
				if r, err = src.Layers[0].Open(); err == nil {
					for err == nil {
						_, err = r.Read()
					}
					_ = r.Close()
				}
			}
			if after == 70_000 && failing == 2 {
				if err != io.EOF { // the headings are found before
					t.Error(err)
				}
			} else if !errors.Is(err, errBroken) || errors.As(err, new(*plans.Error)) {
				t.Errorf("opening %d, after %d: %v", failing, after, err)
			}
		}
	}
	if opened != 0 {
		t.Errorf("%d files were not closed", opened)
	}
	for failing := 1; failing <= 3; failing++ {
		n := 0
		s := row.Stream{Open: func() (io.ReadCloser, error) {
			if n++; n == failing {
				return nil, errBroken
			}
			return io.NopCloser(strings.NewReader(file)), nil
		}}
		src, err := delimited.Open(s, delimited.Options{})
		if err == nil {
			_, err = src.Layers[0].Open()
		}
		if !errors.Is(err, errBroken) {
			t.Errorf("opening %d: %v", failing, err)
		}
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errBroken }

// endless is a file with a row without end.
type endless struct {
	head string
	n    int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	if e.n -= len(p); e.n < 0 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestRowWithoutEnd(t *testing.T) {
	for _, head := range []string{"name,lon,lat\na,1,2\n\"", "name,lon,lat\na,1,2\n", "\"", ""} {
		s := row.Stream{Size: 70 << 20, Open: func() (io.ReadCloser, error) { return io.NopCloser(&endless{head, 70 << 20}), nil }}
		_, err := readStream(t, s, delimited.Options{})
		wantCode(t, err, "row-too-long", "64 MB")
	}
}

// made is a file of so many rows, made as it is read.
type made struct{ rows, at int }

func (m *made) Read(p []byte) (n int, err error) {
	for n+40 < len(p) && m.at < m.rows {
		n += copy(p[n:], fmt.Sprintf("H%09d,\"Hall, Höhe\",-2.35,53.38\n", m.at))
		m.at++
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	const rows = 400_000
	s, err := delimited.Open(row.Stream{Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("id,name,lon,lat\n"), &made{rows: rows})), nil
	}}, delimited.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Layers[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	for i := 0; ; i++ {
		rec, err := r.Read()
		if err == io.EOF && i == rows {
			break
		}
		if err != nil || rec.Err != nil {
			t.Fatal(i, err, rec.Err)
		}
		if i == 10 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 2<<20 || r.Offset() < 10<<20 {
		t.Errorf("%d bytes held after %d bytes of file", grown, r.Offset())
	}
	runtime.KeepAlive(r)
}

// Rows that were read stay as they are.
func TestRowsAreKept(t *testing.T) {
	var file bytes.Buffer
	file.WriteString("a,b,c\n")
	for i := range 2000 {
		fmt.Fprintf(&file, "%d,\"x,%d\",z\n", i, i)
	}
	s, err := delimited.Open(stream(file.String()), delimited.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := s.Layers[0].Open()
	var kept []row.Record
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if rec.Err != nil || cap(rec.Values) != len(rec.Values) {
			t.Fatalf("%+v", rec)
		}
		kept = append(kept, rec)
	}
	for i, rec := range kept {
		if rec.Line != i+2 || rec.Values[0] != fmt.Sprint(i) || rec.Values[1] != fmt.Sprintf("x,%d", i) || rec.Values[2] != "z" {
			t.Fatalf("%+v", rec)
		}
	}
	if len(kept) != 2000 {
		t.Error(len(kept))
	}
}
