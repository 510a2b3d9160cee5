package workbook

import (
	"errors"
	"fmt"
	"io"

	"terrier/data/ingest/row"
)

// book is a workbook with what all its sheets need.
type book struct {
	parts    parts
	known    func(heading string) bool // see row.FindHeader
	sheets   []sheet
	styles   []display
	texts    *texts
	from1904 bool
	stale    bool // formulas are to be worked out again when it is opened
	linked   bool // it has links to other workbooks
}

type sheet struct {
	name   string
	part   string
	size   int64 // of the part, unpacked
	hidden bool
}

func (b *book) values() values {
	v := values{styles: b.styles, from1904: b.from1904}
	if b.texts != nil {
		v.texts = b.texts.pointer()
	}
	return v
}

func (b *book) close() error {
	if b.texts == nil {
		return nil
	}
	return b.texts.close()
}

// load reads all of a workbook save its sheets.
func (b *book) load() error {
	main, err := b.mainPart()
	if err != nil {
		return err
	}
	relations, err := b.parts.relations(main)
	if err != nil {
		return broken(err, "The workbook is damaged: its list of parts cannot be read.")
	}
	if err := b.readMain(main, relations); err != nil {
		return broken(err, "The workbook is damaged: its list of sheets cannot be read.")
	}
	for _, rel := range relations {
		switch rel.kind {
		case "styles":
			err = b.read(rel.target, mostInSmall, func(r io.Reader) (err error) {
				b.styles, err = readStyles(r)
				return err
			})
			err = broken(err, "The workbook is damaged: its styles, which tell dates from numbers, cannot be read.")
		case "sharedstrings":
			if b.texts != nil {
				continue
			}
			err = b.read(rel.target, mostInTexts, func(r io.Reader) (err error) {
				b.texts, err = readTexts(r, textsInMemory)
				return err
			})
			err = broken(err, "The workbook is damaged: its texts cannot be read.")
		case "externallink":
			b.linked = true
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// read reads a part. One that is named and not there is passed over: programs name styles and texts that they do not write.
func (b *book) read(part string, most uint64, with func(io.Reader) error) error {
	r, err := b.parts.open(part, most)
	if errors.Is(err, errMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	return with(r)
}

// mainPart is where the archive says that its document begins.
func (b *book) mainPart() (string, error) {
	if refused := b.parts.other(); refused != nil {
		return "", refused
	}
	relations, err := b.parts.relations("")
	if err != nil {
		return "", broken(err, "The workbook is damaged: it does not say where it begins.")
	}
	for _, rel := range relations {
		if _, ok := b.parts[rel.target]; ok && rel.kind == "officedocument" {
			return rel.target, nil
		}
	}
	if _, ok := b.parts[usualWorkbook]; ok {
		return usualWorkbook, nil
	}
	if _, ok := b.parts[contentTypes]; !ok {
		return "", row.OtherFormat("no Excel workbook", row.ToCSV)
	}
	return "", damaged("The workbook is damaged: its list of sheets is missing.")
}

// readMain reads the list of sheets, with those that have no cells (charts, dialogues, macros of old) left out.
func (b *book) readMain(main string, relations []relation) error {
	targets := map[string]relation{}
	for _, rel := range relations {
		targets[rel.id] = rel
	}
	r, err := b.parts.open(main, mostInSmall)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	s, err := newScanner(r)
	if err != nil {
		return err
	}
	for {
		t, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if t != opening {
			continue
		}
		switch string(s.name) {
		case "workbookPr":
			b.from1904 = isTrue(s.attribute("date1904"))
		case "calcPr":
			b.stale = isTrue(s.attribute("fullCalcOnLoad"))
		case "sheet":
			rel := targets[s.attribute("id")]
			if rel.kind != "" && rel.kind != "worksheet" {
				continue
			}
			if len(b.sheets) == mostSheets {
				return tooLarge(fmt.Sprintf("The workbook has more than %d sheets.", mostSheets))
			}
			one := sheet{name: s.attribute("name"), part: rel.target, hidden: isHidden(s.attribute("state"))}
			if m := b.parts[rel.target]; m != nil {
				one.size = int64(m.UncompressedSize64)
			}
			b.sheets = append(b.sheets, one)
		}
	}
}

func isTrue(value string) bool { return value == "1" || value == "true" || value == "on" }

func isHidden(state string) bool { return state == "hidden" || state == "veryHidden" }
