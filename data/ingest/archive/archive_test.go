package archive_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/row"
	"terrier/plans"
)

type entry struct {
	name, content string
	method        uint16
	flags         uint16
}

// pack makes an archive. Content of a method that is none of Go's is put in as it is.
func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: e.method, Flags: e.flags, NonUTF8: !isASCII(e.name)}
		var to io.Writer
		var err error
		if e.method != zip.Store && e.method != zip.Deflate {
			h.CompressedSize64, h.UncompressedSize64 = uint64(len(e.content)), uint64(len(e.content))
			to, err = w.CreateRaw(h)
		} else {
			to, err = w.CreateHeader(h)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func isASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0 }

func open(content []byte) (*archive.Archive, error) {
	return archive.Open(bytes.NewReader(content), int64(len(content)))
}

func mustOpen(t testing.TB, content []byte) *archive.Archive {
	t.Helper()
	a, err := open(content)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// wantCode expects a refusal told in sentences.
func wantCode(t *testing.T, err error, code string) *plans.Error {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if e.Field != "file" || !strings.HasSuffix(e.Message, ".") || !strings.HasSuffix(e.Remedy, ".") {
		t.Errorf("not told in sentences: %+v", e)
	}
	return e
}

func read(s row.Stream) (string, error) {
	in, err := s.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }()
	content, err := io.ReadAll(in)
	return string(content), err
}

func TestMembers(t *testing.T) {
	a := mustOpen(t, pack(t,
		entry{name: "data/"},
		entry{name: "data/Conservation areas.shp", content: "a", method: zip.Deflate},
		entry{name: `odd\wards.csv`, content: "bb"},
		entry{name: "__MACOSX/data/._Conservation areas.shp", content: "x"},
		entry{name: "data/._wards.shp", content: "x"},
		entry{name: "data/.DS_Store", content: "x"},
		entry{name: "../../etc/passwd", content: "c"},
		entry{name: "/C:/x.dbf"},
		entry{name: "caf\x82.csv"},
		entry{name: "T\u0177.csv"},
		entry{name: "W\u00e2l.csv", flags: 0x800},
		entry{name: "two\nlines.csv"},
	))
	var names []string
	for _, m := range a.Members() {
		names = append(names, m.Name)
	}
	want := []string{"data/Conservation areas.shp", "odd/wards.csv", "etc/passwd", "C:/x.dbf", "café.csv", "Tŷ.csv", "Wâl.csv", "two\uFFFDlines.csv"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	m := a.Members()[1]
	if m.Size != 2 || m.Stream().Size != 2 {
		t.Errorf("size %d", m.Size)
	}
	for range 2 {
		if content, err := read(m.Stream()); content != "bb" || err != nil {
			t.Errorf("%q, %v", content, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	table := []byte(strings.Repeat("a line of a table\n", 200))
	sound := pack(t, entry{name: "a.csv", content: string(table), method: zip.Deflate}, entry{name: "b.csv", content: "b"})
	patched := func(at int, b ...byte) []byte {
		c := slices.Clone(sound)
		copy(c[at:], b)
		return c
	}
	list := bytes.Index(sound, []byte("PK\x01\x02"))
	end := bytes.Index(sound, []byte("PK\x05\x06"))
	inner := pack(t, entry{name: "inside.csv", content: "x"})
	outer := pack(t, entry{name: "data.csv", content: "y"}, entry{name: "inner.zip", content: string(inner)})
	many := make([]entry, 10_001)
	for i := range many {
		many[i].name = fmt.Sprintf("%d.csv", i)
	}
	for name, test := range map[string]struct {
		content []byte
		code    string
		says    string
	}{
		"one that breaks off":                         {sound[:len(sound)/2], "truncated-file", "breaks off at byte"},
		"one that breaks off in its list":             {sound[:list+20], "truncated-file", "breaks off"},
		"one that breaks off in its last record":      {sound[:len(sound)-3], "truncated-file", "breaks off"},
		"one that breaks off behind an archive in it": {outer[:bytes.LastIndex(outer, []byte("inner.zip"))-46], "truncated-file", "breaks off"},
		"text":                                           {table, "other-format", "not a zip archive"},
		"nothing":                                        {nil, "other-format", "not a zip archive"},
		"a list that is overwritten":                     {patched(list, 0, 0, 0, 0), "damaged-archive", "list of its files"},
		"a list that is elsewhere":                       {patched(end+12, 0xff, 0xff, 0xff), "damaged-archive", "list of its files"},
		"a member that is elsewhere":                     {patched(list+42, 7), "damaged-member", "a.csv"},
		"a member longer than the archive":               {patched(list+20, 0, 0, 1), "damaged-archive", ""},
		"a password":                                     {patched(list+8, 9), "encrypted-archive", "password"},
		"AES":                                            {pack(t, entry{name: "a.csv", content: "x", method: 99}), "encrypted-archive", "password"},
		"Deflate64":                                      {pack(t, entry{name: "a.csv", content: "x", method: 9}), "unsupported-compression", "a.csv in the archive is packed by a method that cannot be read here (Deflate64)"},
		"a method that nobody knows":                     {pack(t, entry{name: "a.csv", content: "x", method: 77}), "unsupported-compression", "(method 77)"},
		"one part of several":                            {patched(end+4, 2), "split-archive", "one part"},
		"an archive without files":                       {pack(t), "empty-archive", "no files"},
		"an archive of a Mac's litter":                   {pack(t, entry{name: "__MACOSX/a"}, entry{name: ".DS_Store"}), "empty-archive", "no files"},
		"a name that stands twice":                       {pack(t, entry{name: "a.csv"}, entry{name: `./a.csv`}), "repeated-member", "a.csv"},
		"an archive in an archive":                       {pack(t, entry{name: "Wards 2023.ZIP", content: "PK"}, entry{name: "readme.txt"}), "nested-archive", "holds Wards 2023.ZIP"},
		"archives in an archive":                         {pack(t, entry{name: "a.zip"}, entry{name: "b.zip"}), "nested-archive", "a.zip and 1 more"},
		"thousands of members":                           {pack(t, many...), "too-many-members", "more than 10000"},
		"a list without end":                             {endless(t), "too-many-members", "more than 10000"},
		"two members in the same place":                  {overlapping(t), "overlapping-members", "same bytes"},
		"members that are small but many and all zeros ": {manyOfZeros(t), "swelling-archive", "The archive would unpack"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := open(test.content)
			if e := wantCode(t, err, test.code); !strings.Contains(e.Message, test.says) {
				t.Errorf("said %q, want %q", e.Message, test.says)
			}
		})
	}
}

// manyOfZeros are 120 members of a megabyte each, packed once.
func manyOfZeros(t *testing.T) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	zeros := make([]byte, 1<<20)
	f, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err == nil {
		_, err = f.Write(zeros)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	for i := range 120 {
		to, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.csv", i), Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(zeros),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(zeros))})
		if err == nil {
			_, err = to.Write(packed.Bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// endless lists a hundred thousand members where it says that it has none.
func endless(t *testing.T) []byte {
	sound := pack(t, entry{name: "a"})
	list, end := bytes.Index(sound, []byte("PK\x01\x02")), len(sound)-22
	c := append(slices.Clone(sound[:list]), bytes.Repeat(sound[list:end], 100_000)...)
	size := len(c) - list
	c = append(c, sound[end:]...)
	binary.LittleEndian.PutUint32(c[len(c)-10:], uint32(size))
	return c
}

func overlapping(t *testing.T) []byte {
	sound := pack(t, entry{name: "a.csv", content: "abc"}, entry{name: "b.csv", content: "abc"})
	second := bytes.LastIndex(sound, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(sound[second+42:], 0)
	return sound
}

func TestDamage(t *testing.T) {
	text := string(textOf(300_000, 1))
	sound := pack(t, entry{name: "dir/a.csv", content: text, method: zip.Deflate})
	list := bytes.LastIndex(sound, []byte("PK\x01\x02"))
	for name, test := range map[string]struct {
		patch func(c []byte)
		says  string
	}{
		"bytes of the content changed": {func(c []byte) { copy(c[list/2:], "damage") }, "dir/a.csv in the archive is damaged"},
		"another checksum": {func(c []byte) {
			c[list+16]++
			c[list-12]++ // the same in the record behind the content
		}, "its content is not what was packed"},
		"a smaller size than it unpacks to": {func(c []byte) { binary.LittleEndian.PutUint32(c[list+24:], 1000) }, "it goes on beyond the size that is listed for it"},
		"a bigger size than it unpacks to":  {func(c []byte) { binary.LittleEndian.PutUint32(c[list+24:], 400_000) }, "it ends too early"},
	} {
		t.Run(name, func(t *testing.T) {
			c := slices.Clone(sound)
			test.patch(c)
			m := mustOpen(t, c).Members()[0]
			content, err := read(m.Stream())
			if e := wantCode(t, err, "damaged-member"); !strings.Contains(e.Message, test.says) {
				t.Error(e.Message)
			}
			if len(content) > int(m.Size) {
				t.Errorf("%d bytes came of %d", len(content), m.Size)
			}
			_, _, _, err = m.File()
			wantCode(t, err, "damaged-member")
		})
	}
}

// textOf makes text that packs to a few times less.
func textOf(n int, seed int64) []byte {
	r := rand.New(rand.NewSource(seed))
	b := make([]byte, 0, n+8)
	for len(b) < n {
		b = fmt.Appendf(b, "%d,name,", r.Intn(1000))
	}
	return b[:n]
}

// sparse is an archive of one member with these sizes, of which only the list and the start take room on the disk.
func sparse(t *testing.T, name string, size, packed uint64) (*os.File, int64) {
	t.Helper()
	sound := pack(t, entry{name: name, content: "x", method: zip.Deflate})
	list := bytes.LastIndex(sound, []byte("PK\x01\x02"))
	at := int64(30+len(name)) + int64(packed)
	f, err := os.Create(filepath.Join(t.TempDir(), "sparse.zip"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	head := slices.Clone(sound[list : list+46+len(name)])
	binary.LittleEndian.PutUint32(head[20:], 1<<32-1)
	binary.LittleEndian.PutUint32(head[24:], 1<<32-1)
	extra := binary.LittleEndian.AppendUint64([]byte{1, 0, 16, 0}, size)
	extra = binary.LittleEndian.AppendUint64(extra, packed)
	binary.LittleEndian.PutUint16(head[30:], uint16(len(extra)))
	head = append(head, extra...)
	tail := bigEnd(at, int64(len(head)))
	for offset, b := range map[int64][]byte{0: sound[:list], at: append(head, tail...)} {
		if _, err := f.WriteAt(b, offset); err != nil {
			t.Fatal(err)
		}
	}
	return f, at + int64(len(head)+len(tail))
}

// bigEnd are the last records of an archive of more than four gigabytes with one member.
func bigEnd(at, size int64) []byte {
	b := append([]byte("PK\x06\x06"), make([]byte, 52)...)
	b[4], b[24], b[32] = 44, 1, 1
	binary.LittleEndian.PutUint64(b[40:], uint64(size))
	binary.LittleEndian.PutUint64(b[48:], uint64(at))
	b = append(b, "PK\x06\x07\x00\x00\x00\x00"...)
	b = binary.LittleEndian.AppendUint64(b, uint64(at+size))
	b = append(b, 1, 0, 0, 0)
	return append(b, "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
}

func TestSizes(t *testing.T) {
	for _, test := range []struct {
		name         string
		size, packed uint64
		code         string
	}{
		{"a table of three million rows.csv", 900 << 20, 60 << 20, ""},
		{"the whole country.gpkg", 6 << 30, 5 << 29, ""},
		{"wide columns, mostly blank.dbf", 2 << 30, 40 << 20, ""},
		{"ten gigabytes of zeros.csv", 10 << 30, 10 << 20, "swelling-archive"},
		{"one of zeros.csv", 1 << 30, 1 << 20, "swelling-archive"},
		{"more than anybody's disk.gpkg", 60 << 30, 30 << 30, "swelling-archive"},
		{"a size beyond numbers.csv", 1<<64 - 1, 10 << 20, "swelling-archive"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, size := sparse(t, test.name, test.size, test.packed)
			a, err := archive.Open(f, size)
			if test.code != "" {
				if e := wantCode(t, err, test.code); !strings.Contains(e.Message, test.name) {
					t.Error(e.Message)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if m := a.Members()[0]; m.Size != int64(test.size) {
				t.Errorf("size %d", m.Size)
			}
		})
	}
}

func TestFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	big := strings.Repeat(string(textOf(17<<10, 3)), 1<<10)
	a := mustOpen(t, pack(t,
		entry{name: "in memory", content: "a small one", method: zip.Deflate},
		entry{name: "in place", content: big},
		entry{name: "on the disk", content: big, method: zip.Deflate}))
	for i, want := range []string{"a small one", big, big} {
		m := a.Members()[i]
		t.Run(m.Name, func(t *testing.T) {
			f, size, closer, err := m.File()
			if err != nil {
				t.Fatal(err)
			}
			if size != int64(len(want)) {
				t.Errorf("%d bytes", size)
			}
			if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
				t.Errorf("there is a file %v", left)
			}
			if content, err := io.ReadAll(f); string(content) != want || err != nil {
				t.Errorf("%d bytes read, %v", len(content), err)
			}
			tail := make([]byte, 5)
			if _, err := f.ReadAt(tail, size-5); string(tail) != want[len(want)-5:] || err != nil {
				t.Errorf("%q, %v", tail, err)
			}
			if err := closer.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestNestedBesideOthers(t *testing.T) {
	a := mustOpen(t, pack(t, entry{name: "wards.csv", content: "x"}, entry{name: "more.zip", content: "x"}))
	if diff := cmp.Diff([]string{"more.zip"}, a.Nested()); diff != "" {
		t.Error(diff)
	}
}

// broken fails where the file under the archive cannot be read any more.
type broken struct {
	*bytes.Reader
	after int64
}

var errDisk = errors.New("the disk is gone")

func (b broken) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > b.after {
		return 0, errDisk
	}
	return b.Reader.ReadAt(p, at)
}

func TestFailureOfTheFileIsNoRefusal(t *testing.T) {
	sound := pack(t, entry{name: "a.csv", content: string(textOf(100_000, 4)), method: zip.Deflate})
	_, err := archive.Open(broken{bytes.NewReader(sound), 10}, int64(len(sound)))
	if !errors.Is(err, errDisk) || errors.As(err, new(*plans.Error)) {
		t.Errorf("opened: %v", err)
	}
	f := &broken{bytes.NewReader(sound), 1 << 30}
	a, err := archive.Open(f, int64(len(sound)))
	if err != nil {
		t.Fatal(err)
	}
	f.after = 9000
	if _, err = read(a.Members()[0].Stream()); !errors.Is(err, errDisk) || errors.As(err, new(*plans.Error)) {
		t.Errorf("read: %v", err)
	}
}
