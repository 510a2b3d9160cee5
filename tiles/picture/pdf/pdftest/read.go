// Package pdftest reads back what package pdf writes, for tests: by the words of ISO 32000-1 and not by those of the writer.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// File is what a reader sees of a document.
type File struct {
	Title, Language string
	Tagged          bool
	Marks           []Bookmark
	Blocks          []Block // in the order of the structure tree: what a screen reader says
	Pages           []Page

	t       testing.TB
	objects map[int]object
	pieces  []map[int][]string // what marked contents say, by page and number
}

// Bookmark is an entry of the outline: depth 0 is the top.
type Bookmark struct {
	Title string
	Depth int
	Page  int // from 0
}

// Block is a leaf of the structure tree.
type Block struct {
	Role, Alt, Language string
	Text                string // a line for each piece, without the space at its end
	Read                string // its characters alone, as who does not look where pieces stand reads them
	Page                int
}

type object struct {
	value  any
	stream []byte
}

var objectStart = regexp.MustCompile(`^(\d+) 0 obj\n`)

// Read reads a file and fails the test where it is no PDF that can be relied on: each object stands where the table of references says.
func Read(t testing.TB, body []byte) *File {
	t.Helper()
	f := &File{t: t, objects: map[int]object{}}
	if !bytes.HasPrefix(body, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(body, []byte("%%EOF\n")) {
		t.Fatalf("no PDF: %.20q ... %q", body, body[max(0, len(body)-10):])
	}
	at := bytes.LastIndex(body, []byte("startxref\n"))
	xref, err := strconv.Atoi(strings.Fields(string(body[at:]))[1])
	if err != nil || !bytes.HasPrefix(body[xref:], []byte("xref\n0 ")) {
		t.Fatalf("startxref does not lead to the table: %v", err)
	}
	table := strings.Split(string(body[xref:at]), "\n")
	count, _ := strconv.Atoi(strings.Fields(table[1])[1])
	for n := 1; n < count; n++ {
		offset, err := strconv.Atoi(strings.Fields(table[2+n])[0])
		start := objectStart.FindSubmatch(body[offset:])
		if err != nil || start == nil || string(start[1]) != strconv.Itoa(n) {
			t.Fatalf("object %d is not at %s", n, table[2+n])
		}
		f.objects[n] = f.object(body[offset+len(start[0]):])
	}
	s := scanner{text: []byte(strings.Join(table[2+count:], "\n"))}
	_, _ = s.next()
	trailer, _ := s.next()
	f.document(trailer.(dict))
	return f
}

func (f *File) object(body []byte) object {
	s := scanner{text: body}
	value, _ := s.next()
	d, ok := value.(dict)
	s.skip()
	if !ok || !s.starts("stream\n") {
		return object{value: value}
	}
	length := int(d["Length"].(float64))
	stream := body[s.at : s.at+length]
	if !bytes.HasPrefix(body[s.at+length:], []byte("\nendstream\nendobj\n")) {
		f.t.Fatalf("a stream is not %d bytes long", length)
	}
	if d["Filter"] == name("FlateDecode") {
		r, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			f.t.Fatal(err)
		}
		if stream, err = io.ReadAll(r); err != nil {
			f.t.Fatal(err)
		}
	}
	return object{d, stream}
}

// get follows a reference.
func (f *File) get(v any) any {
	if r, ok := v.(reference); ok {
		o, there := f.objects[int(r)]
		if !there || o.value == nil {
			f.t.Fatalf("there is no object %d", r)
		}
		return o.value
	}
	return v
}

func (f *File) dict(v any) dict {
	d, _ := f.get(v).(dict)
	return d
}

func (f *File) document(trailer dict) {
	catalog := f.dict(trailer["Root"])
	f.Title, f.Language = said(f.dict(trailer["Info"])["Title"]), said(catalog["Lang"])
	f.Tagged = f.dict(catalog["MarkInfo"])["Marked"] == operator("true")
	pages := map[reference]int{}
	for i, kid := range f.dict(catalog["Pages"])["Kids"].(array) {
		pages[kid.(reference)] = i
		page, pieces := f.page(f.dict(kid))
		f.Pages, f.pieces = append(f.Pages, page), append(f.pieces, pieces)
	}
	f.read(catalog["StructTreeRoot"], pages)
	f.bookmarks(f.dict(catalog["Outlines"])["First"], 0, pages)
}

// read goes through the structure tree.
func (f *File) read(v any, pages map[reference]int) {
	element := f.dict(v)
	switch kids := f.get(element["K"]).(type) {
	case array:
		for _, kid := range kids {
			f.read(kid, pages)
		}
	case dict:
		f.read(kids, pages)
	case float64:
		page := pages[element["Pg"].(reference)]
		pieces, ok := f.pieces[page][int(kids)]
		if !ok {
			f.t.Errorf("page %d has no marked content %v", page, kids)
		}
		role, _ := element["S"].(name)
		text := ""
		for _, piece := range pieces {
			text += strings.TrimSuffix(piece, " ") + "\n"
		}
		f.Blocks = append(f.Blocks, Block{string(role), said(element["Alt"]), said(element["Lang"]), text, strings.Join(pieces, ""), page})
	}
}

func (f *File) bookmarks(v any, depth int, pages map[reference]int) {
	for v != nil {
		entry := f.dict(v)
		f.Marks = append(f.Marks, Bookmark{said(entry["Title"]), depth, pages[entry["Dest"].(array)[0].(reference)]})
		f.bookmarks(entry["First"], depth+1, pages)
		v = entry["Next"]
	}
}
