package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// What a workbook may unpack to. A million rows of 50 columns are 2 GB. Sheets of empty or equal cells pack to a 350th where
// a program leaves out the cells' names, a 30th where it does not; what is packed to be a bomb, to a 1,000th.
const (
	mostUnpacked   = 4 << 30
	mostInSmall    = 16 << 20 // of parts that are read whole: names, relations, styles
	mostInTexts    = 1 << 30
	mostPackedTo   = 400
	smallUnpacked  = 64 << 20 // to which nothing is said about the ratio
	mostDirectory  = 8 << 20  // of the archive's table of contents
	mostSheets     = 1000
	contentTypes   = "[content_types].xml"
	usualWorkbook  = "xl/workbook.xml"
	flagEncrypted  = 1
	externalTarget = "External"
)

// errMissing is a part that is named and not there.
var errMissing = errors.New("the part is missing")

// parts are the members of the archive, by name in small letters: programs differ in it, and in the direction of slashes.
type parts map[string]*zip.File

func openParts(f row.File, size int64) (parts, error) {
	metered := &allowance{r: f, left: mostDirectory}
	z, err := zip.NewReader(metered, size)
	if err != nil {
		return nil, notZip(f, err)
	}
	metered.left = -1
	found := parts{}
	var total uint64
	for _, m := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(m.Name, `\`, "/"), "/"))
		if _, there := found[name]; !there {
			found[name] = m
		}
		if total += m.UncompressedSize64; m.UncompressedSize64 > mostUnpacked || total > mostUnpacked {
			return nil, tooLarge(fmt.Sprintf("The workbook unpacks to more than %d GB.", mostUnpacked>>30))
		}
		if m.UncompressedSize64 > smallUnpacked && m.UncompressedSize64/mostPackedTo > m.CompressedSize64 {
			return nil, tooLarge(fmt.Sprintf("The workbook's part %q unpacks to more than %d times its size.", m.Name, mostPackedTo))
		}
		if m.Flags&flagEncrypted != 0 {
			return nil, encrypted()
		}
	}
	if total > smallUnpacked && total/mostPackedTo > uint64(size) { // members that share their bytes
		return nil, tooLarge(fmt.Sprintf("The workbook unpacks to more than %d times its size.", mostPackedTo))
	}
	return found, nil
}

// notZip says what a file is that cannot be opened as an archive.
func notZip(f io.ReaderAt, err error) error {
	head := make([]byte, 4)
	_, _ = f.ReadAt(head, 0)
	switch {
	case errors.Is(err, errAllowance):
		return tooLarge("The workbook has more parts than any real one.")
	case errors.Is(err, zip.ErrFormat) && string(head[:2]) == "PK":
		return row.Truncated("before the table of contents that stands at the end of every .xlsx")
	case errors.Is(err, zip.ErrFormat):
		return row.OtherFormat("no Excel workbook", row.ToCSV)
	}
	return broken(err, "The workbook is damaged: its table of contents cannot be read.")
}

// open reads a part that unpacks to most bytes at most.
func (p parts) open(name string, most uint64) (io.ReadCloser, error) {
	m, ok := p[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, errMissing)
	}
	if m.UncompressedSize64 > most {
		return nil, tooLarge(fmt.Sprintf("The workbook's part %q is larger than in any real one.", m.Name))
	}
	return m.Open()
}

// resolve is the name of the part to which a relation of another leads.
func (p parts) resolve(from, target string) string {
	name := target
	if !strings.HasPrefix(target, "/") {
		name = path.Join(path.Dir(from), target)
	}
	name = strings.ToLower(strings.TrimPrefix(path.Clean(name), "/"))
	if _, ok := p[name]; !ok {
		if plain, err := url.PathUnescape(name); err == nil {
			return plain
		}
	}
	return name
}

// relation leads from one part to another (ECMA-376, part 2, clause 6.5).
type relation struct {
	id, kind, target string // kind: the last word of its type, which is the same in strict workbooks
}

// relations of a part, those to parts outside the archive left out; none where the part has none. "" stands for the archive itself.
func (p parts) relations(of string) ([]relation, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	if _, ok := p[name]; !ok {
		return nil, nil
	}
	r, err := p.open(name, mostInSmall)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	s, err := newScanner(r)
	if err != nil {
		return nil, err
	}
	var all []relation
	for {
		t, err := s.next()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if t == opening && string(s.name) == "Relationship" && s.attribute("TargetMode") != externalTarget {
			all = append(all, relation{s.attribute("Id"), strings.ToLower(path.Base(s.attribute("Type"))), p.resolve(of, s.attribute("Target"))})
		}
	}
}

// errAllowance is that of an allowance used up.
var errAllowance = errors.New("too much is read")

// allowance lets a library read only so much of a file, so that a hostile one cannot fill the memory with what it lists. Each
// reading counts 512 bytes at least; one that is negative has no end.
type allowance struct {
	r    io.ReaderAt
	left int64
}

func (a *allowance) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 { // the archive says that a part lies before its beginning
		return 0, io.ErrUnexpectedEOF
	}
	if a.left >= 0 {
		if a.left -= max(512, int64(len(p))); a.left < 0 {
			a.left = 0
			return 0, errAllowance
		}
	}
	return a.r.ReadAt(p, off)
}

// other refuses what another Office program made, and the binary form of workbook, by the names of their parts.
func (p parts) other() *plans.Error {
	has := func(name string) bool { _, ok := p[name]; return ok }
	switch {
	case has("xl/workbook.bin"):
		return row.OtherFormat("an Excel binary workbook (.xlsb)", saveAs)
	case has("word/document.xml"):
		return row.OtherFormat("a Word document", "Copy its table into a sheet of Excel and save that as CSV UTF-8.")
	case has("ppt/presentation.xml"):
		return row.OtherFormat("a PowerPoint presentation", "Copy its table into a sheet of Excel and save that as CSV UTF-8.")
	}
	return nil
}

// magic of OLE compound files, in which Office keeps its old formats and everything that is encrypted.
var magic = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

func isCompound(f io.ReaderAt) bool {
	head := make([]byte, len(magic))
	_, err := f.ReadAt(head, 0)
	return err == nil && bytes.Equal(head, magic)
}
