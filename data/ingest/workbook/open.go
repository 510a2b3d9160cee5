package workbook

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// IsWorkbook tells by the names in an archive whether it is a workbook, also one of a form that Open refuses by name.
func IsWorkbook(names []string) bool {
	types, sheets := false, false
	for _, name := range names {
		name = strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
		types = types || name == contentTypes
		sheets = sheets || strings.HasPrefix(name, "xl/") || name == "workbook.xml"
	}
	return types && sheets
}

// Open makes a workbook ready to be read: a layer for each worksheet that has anything in it. Sheets that are hidden in Excel are
// left out with a note, unless nothing else is filled: they hold lists to choose from, or what was not meant to be given away.
//
// It refuses, with the reason, what is protected by a password, damaged, made to fill the memory, in the old or the binary format,
// or empty. Close the source to let go of temporary files.
func Open(f row.File, size int64) (row.Source, error) { return OpenKnown(f, size, nil) }

// OpenKnown is Open for somebody who knows of a text that it is a heading which some field goes by; see row.FindHeader.
func OpenKnown(f row.File, size int64, known func(heading string) bool) (row.Source, error) {
	if isCompound(f) {
		return row.Source{}, DescribeOLE(f, size)
	}
	p, err := openParts(f, size)
	if err != nil {
		return row.Source{}, err
	}
	b := &book{parts: p, known: known}
	err = b.load()
	source := row.Source{Format: "Excel workbook", Unit: "row", Close: b.close}
	if err == nil {
		source.Layers, source.Notes, err = b.layers()
	}
	if err != nil {
		_ = b.close()
		return row.Source{}, err
	}
	return source, nil
}

// look is what a first look at a sheet found.
type look struct {
	filled   bool
	formulas formulas // that have no result, where nothing is filled
}

// layers looks at every sheet as far as its first value.
func (b *book) layers() (layers []row.Layer, notes []string, err error) {
	var hidden []row.Layer
	unworked := 0
	for _, s := range b.sheets {
		l, err := b.look(s)
		if err != nil {
			return nil, nil, err
		}
		unworked += l.formulas.unworked
		switch {
		case l.formulas.unworked > 0:
			notes = append(notes, fmt.Sprintf("The sheet %q holds nothing but formulas without a result and was left out. %s", s.name, saveAgain))
		case !l.filled:
		case s.hidden:
			hidden = append(hidden, b.layer(s))
		default:
			layers = append(layers, b.layer(s))
		}
	}
	switch {
	case len(layers) == 0 && len(hidden) == 0:
		return nil, nil, b.empty(unworked)
	case len(layers) == 0:
		return hidden, append(notes, "All sheets with anything in them are hidden in Excel: they were read all the same."), nil
	}
	for _, l := range hidden {
		notes = append(notes, fmt.Sprintf("The sheet %q is hidden in Excel and was left out. Unhide it there if it is the one that you want.", l.Name))
	}
	return layers, notes, nil
}

func (b *book) layer(s sheet) row.Layer {
	return row.Layer{Name: s.name, Open: func() (row.Reader, error) {
		r, err := newReader(b, s)
		if err != nil {
			return nil, err
		}
		return r, nil
	}}
}

// look reads a sheet up to its first value. One that is damaged before it counts as filled: opening it says why it cannot be read.
func (b *book) look(s sheet) (l look, err error) {
	part, err := b.parts.open(s.part, mostUnpacked)
	if err == nil {
		defer func() { _ = part.Close() }()
		l, err = b.lookInto(part)
	}
	var refused *plans.Error
	if errors.As(broken(err, "The sheet is damaged."), &refused) {
		return look{filled: true}, nil
	}
	return l, row.ReadError(err)
}

func (b *book) lookInto(part io.Reader) (l look, err error) {
	scan, err := newScanner(part)
	if err != nil {
		return l, err
	}
	c, v := cells{scan: scan}, b.values()
	for {
		if err := c.next(); err == io.EOF {
			return l, nil
		} else if err != nil {
			return l, err
		}
		if filled, err := v.isFilled(&c); filled || err != nil {
			return look{filled: true}, err
		}
		l.formulas.count(&c)
	}
}

// empty refuses a workbook in which nothing can be read.
func (b *book) empty(unworked int) *plans.Error {
	switch {
	case unworked > 0 && b.linked:
		return plans.Refuse("no-results", "file", "The workbook holds nothing but formulas without a result, and links to other workbooks.",
			"Open it in Excel together with the workbooks that it links to, save it, and import it again.")
	case unworked > 0:
		return plans.Refuse("no-results", "file", "The workbook holds nothing but formulas without a result.", saveAgain)
	case b.linked:
		return plans.Refuse("empty-file", "file", "No sheet of the workbook has anything in it; it only links to other workbooks.", "Choose the workbook that it links to.")
	}
	return plans.Refuse("empty-file", "file", "No sheet of the workbook has anything in it.", "Choose another file.")
}
