package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"terrier/plans"
	"terrier/plans/intake"
)

// session is one file on its way in.
type session struct {
	Request
	kind   kind
	format format
	head   []byte
	size   int64
	utf8   bool

	mapping    intake.Mapping
	defaults   map[string]string // field → value where a row says none
	conditions []condition
	source     source
	problems   problems
	notes      notes
	started    time.Time
	rowsRead   int
	leftOut    int
	refused    int // before the loader
}

// Run brings a file in. An error that is a *plans.Error says what is wrong with the file as a whole, or with the request; then
// nothing was brought in. Rows that were refused are no error: see Result.
func Run(ctx context.Context, req Request) (Result, error) {
	k, ok := kinds[req.Kind]
	if !ok {
		return Result{}, plans.Refuse("unknown-kind", "kind", fmt.Sprintf("%q cannot be imported.", req.Kind),
			"Use one of homes, assets, areas, boundaries, organisations, places.")
	}
	s := &session{Request: req, kind: k, started: time.Now()}
	if s.Today.IsZero() {
		s.Today = s.started
	}
	if err := s.examine(); err != nil {
		return Result{}, err
	}
	if err := s.survey(); err != nil {
		return Result{}, err
	}
	proposal := Proposal{Format: s.formatName(), Mapping: s.mapping, Coordinates: s.source.statement}
	if req.Proposed != nil {
		req.Proposed(proposal)
	}
	s.problems.begin(req.Report)
	counts, id, err := k.load(ctx, s)
	if err := s.problems.end(err); err != nil {
		return Result{}, err
	}
	return Result{
		ID: id, Kind: req.Kind, File: req.FileName, DryRun: req.DryRun, Proposal: proposal,
		Accepted: counts.Accepted, Refused: counts.Refused + s.refused, Repaired: counts.Repaired, Unchanged: counts.Unchanged,
		Noted: s.problems.noted, LeftOut: s.leftOut, Notes: s.notes.list(), Problems: s.problems.kept, MoreProblems: s.problems.more,
	}, nil
}

// examine tells the format and reads the file once for its hash and encoding.
func (s *session) examine() error {
	size, err := s.File.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	s.size = size
	if err := s.rewind(); err != nil {
		return err
	}
	if s.format, s.head, err = tell(s.File, size); err != nil {
		return err
	}
	if err := s.rewind(); err != nil {
		return err
	}
	sum := sha256.New()
	var text encoding
	if _, err := io.Copy(io.MultiWriter(sum, &text), s.File); err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	s.Source.SHA256 = hex.EncodeToString(sum.Sum(nil))
	s.utf8 = text.valid()
	if !s.utf8 {
		if s.format == geoJSON {
			return plans.Refuse("not-utf8", "file", "The file is not UTF-8, as JSON has to be.", "Export it again as UTF-8.")
		}
		s.notes.add("The file is not UTF-8: it was read as Windows-1252, as spreadsheets write it.")
	}
	return nil
}

func (s *session) rewind() error {
	if _, err := s.File.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	return nil
}

// open begins to read the rows from the start of the file.
func (s *session) open() (Reader, error) {
	if err := s.rewind(); err != nil {
		return nil, err
	}
	if s.format == geoJSON {
		return newGeoJSON(s.File, s.head)
	}
	return newCSV(s.File, s.head, s.utf8)
}

func (s *session) formatName() string {
	if s.format == geoJSON {
		return "GeoJSON"
	}
	switch delimiter(bytes.TrimPrefix(s.head, bom)) {
	case '\t':
		return "TSV"
	case ';':
		return "CSV with semicolons"
	}
	return "CSV"
}

// imp is the record of the import.
func (s *session) imp() intake.Import {
	options := map[string]string{}
	set := func(name, value string) {
		if value != "" {
			options[name] = value
		}
	}
	set("where", s.Where)
	set("crs", s.CRS)
	for field, value := range s.Set {
		set("set "+field, value)
	}
	if s.DryRun {
		options["dry-run"] = "yes"
	}
	set("coordinates", string(s.source.read)) // without the example: it could be of a home that nobody else may know of
	return intake.Import{
		Kind: s.Kind, FileName: s.FileName, Source: s.Source, Mapping: s.mapping.Columns(), Options: options,
		Organisation: s.Organisation, Who: s.Who, Refused: func() int { return s.refused },
	}
}
