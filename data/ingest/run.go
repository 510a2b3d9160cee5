package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// session is one file on its way in.
type session struct {
	Request
	kind  kind
	file  row.Source
	layer row.Layer

	sample     []row.Record // the first rows of the layer
	mapping    intake.Mapping
	defaults   map[string]string // field → value where a row says none
	conditions []condition
	source     source
	header     []string
	headings   map[string]int // the first column of each name
	given      intake.Given   // by hand now, or for an earlier file
	before     []string       // what is to be known before the rows come in
	problems   *problems
	placements *placements
	notes      notes
	started    time.Time
	rowsRead   int
	leftOut    int
	refused    int              // before the loader
	named      []string         // references in those rows, of a whole return
	outlines   map[[16]byte]int // intake.Mark of each outline → the line that has it first
}

// Run brings a file in. An error that is a *plans.Error says what is wrong with the file as a whole, or with the request; then
// nothing was brought in. Rows that were refused are no error: see Result.
func Run(ctx context.Context, req Request) (Result, error) {
	k, ok := kinds[req.Kind]
	if !ok {
		return Result{}, plans.Refuse("unknown-kind", "kind", fmt.Sprintf("%q cannot be imported.", req.Kind),
			"Use one of homes, assets, areas, boundaries, organisations, places.")
	}
	if req.Return != nil && req.Kind != "homes" {
		return Result{}, plans.Refuse("return-of-homes", "kind", fmt.Sprintf("%s have no stock return: only homes do.", req.Kind), "Import the file without --return.")
	}
	s := &session{Request: req, kind: k, started: time.Now(), outlines: map[[16]byte]int{}, problems: &problems{}, placements: &placements{}}
	if s.Today.IsZero() {
		s.Today = s.started
	}
	if err := s.examine(); err != nil {
		return Result{}, err
	}
	defer func() { _ = s.file.Close() }()
	if err := s.survey(ctx); err != nil {
		return Result{}, err
	}
	s.sample = nil
	return s.bring(ctx, s.source.statement, func() (intake.Counts, int64, error) { return s.kind.load(ctx, s) })
}

// bring has the rows loaded. Imports of the same file that were cut off are told of before, and how this one ends is recorded.
func (s *session) bring(ctx context.Context, coordinates string, load func() (intake.Counts, int64, error)) (Result, error) {
	if s.Memory == nil || s.DryRun {
		return s.gather(coordinates, load)
	}
	cutOff, end, err := s.Memory.Begin(ctx, s.imp())
	if err != nil {
		return Result{}, err
	}
	s.tellCutOff(cutOff)
	result, err := s.gather(coordinates, load)
	return result, errors.Join(err, end(err != nil))
}

// gather tells how the file is read, has the rows loaded, and puts together what was said of them meanwhile.
func (s *session) gather(coordinates string, load func() (intake.Counts, int64, error)) (Result, error) {
	proposal := Proposal{Format: s.file.Format, Layer: s.layer.Name, Unit: s.file.Unit, Mapping: s.mapping, Coordinates: coordinates, Before: append([]string{}, s.before...)}
	if s.Proposed != nil {
		s.Proposed(proposal)
	}
	s.problems.begin(s.Report)
	s.placements.begin(s.PlacedTo)
	counts, id, err := load()
	if err := s.problems.end(s.placements.to.End(err, "write how rows were placed")); err != nil {
		return Result{}, err
	}
	result := Result{
		ID: id, Kind: s.Kind, File: s.FileName, DryRun: s.DryRun, Strict: s.Strict, Proposal: proposal,
		Accepted: counts.Accepted, Refused: counts.Refused + s.refused, Repaired: counts.Repaired, Unchanged: counts.Unchanged,
		Noted: s.problems.noted, LeftOut: s.leftOut, Placed: s.placedList(), Notes: s.notes.list(), Kinds: s.problems.kinds, Problems: s.problems.kept, MoreProblems: s.problems.more,
	}
	if s.Return != nil {
		result.Changes, result.Back = &counts.Changes, counts.Back
	}
	return result, nil
}

// tellCutOff says which imports of this file came to nothing.
func (s *session) tellCutOff(cutOff []intake.Interrupted) {
	for _, c := range cutOff {
		s.before = append(s.before, fmt.Sprintf("An import of %s that %s began on %s was interrupted: the program or the database stopped. Nothing of it was kept, so this one begins anew.",
			c.FileName, c.Who, c.Started.Format("2 January 2006 at 15:04")))
	}
}

// examine opens the file and takes its hash.
func (s *session) examine() error {
	size, err := s.File.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = s.File.Seek(0, io.SeekStart)
	}
	if err != nil {
		return row.ReadError(err)
	}
	if s.file, err = (reading{encoding: s.Encoding, layer: s.Layer, known: s.kind.knows}).open(s.File, size); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(s.File, 0, size)); err != nil {
		return errors.Join(row.ReadError(err), s.file.Close())
	}
	s.Source.SHA256 = hex.EncodeToString(sum.Sum(nil))
	for _, note := range s.file.Notes {
		s.notes.add(note)
	}
	return nil
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
	set("layer", s.layer.Name)
	set("encoding", s.Encoding)
	set("crs", s.CRS)
	for field, value := range s.Set {
		set("set "+field, value)
	}
	if s.DryRun {
		options["dry-run"] = "yes"
	}
	if s.Return != nil {
		options["return"] = "part"
		if s.Return.Whole {
			options["return"] = "whole"
		}
		if s.Return.Release {
			options["release"] = "yes"
		}
	}
	set("coordinates", string(s.source.read)) // without the example: it could be of a home that nobody else may know of
	imp := intake.Import{
		Kind: s.Kind, FileName: s.FileName, Source: s.Source, Mapping: s.mapping.Columns(), Options: options,
		Organisation: s.Organisation, Who: s.Who, Unit: s.file.Unit, Header: s.header, Given: s.given, Strict: s.Strict, Refused: func() int { return s.refused },
	}
	if s.Return != nil {
		returned := *s.Return
		returned.Named = func() []string { return s.named }
		imp.Return = &returned
	}
	return imp
}
