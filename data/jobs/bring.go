package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"terrier/data/ingest"
	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/intake"
)

// firstShown is how many problems and changes a page shows; files have them all.
const firstShown = 200

// bring checks an upload, by bringing it in and taking it back, or applies it.
func (s *Stock) bring(ctx context.Context, up intake.Upload, p *progress) (err error) {
	organisation, err := s.loader.OrganisationReference(ctx, up.Organisation)
	if err != nil {
		return err
	}
	file, err := s.spool(ctx, up, "file")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	asAt, _ := plans.ParseDate(up.Choices.AsAt) // it was looked at when it was chosen; "" is none
	t, err := newTemporaries()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	seen, changes := newSeen(), newChanges(t.changes)
	loader := &postgis.ReturnLoader{Loader: s.loader, Up: up, Seen: seen.add, Told: seen.report}
	request := ingest.Request{
		Kind: "homes", FileName: up.FileName, File: file, Organisation: organisation, Who: whoOf(up.TaskBy),
		Source: intake.Source{Publisher: organisation, Licence: "own", AsAt: asAt},
		Map:    up.Choices.Map, Set: up.Choices.Set, Layer: up.Choices.Layer, Encoding: up.Choices.Encoding, Fresh: up.Choices.Forgetting,
		Withhold: up.Choices.Withhold, DryRun: up.Task == intake.Check, Today: s.now(), Report: t.problems, Progress: p.set,
		Return: &intake.Return{Whole: up.Choices.Whole, Release: up.Choices.Release, Changed: changes.add},
		Loader: loader, Postcodes: s.loader, Memory: s.loader,
	}
	result, err := ingest.Run(ctx, request)
	var nothing *plans.Error
	if errors.As(err, &nothing) && nothing.Code == "nothing-to-bring" && up.Task == intake.Check { // what is wrong with each row is what there is to say
		request.Return.Whole = false
		if err = begunAgain(t.problems); err == nil {
			result, err = ingest.Run(ctx, request)
		}
	}
	if err = changes.end(err); err != nil {
		return s.unfit(ctx, up, request, err)
	}
	var layout intake.Layout
	if up.Task == intake.Apply {
		layout = up.Checked.Layout // the same file, read in the same way
	} else if layout, err = ingest.Survey(ctx, request, result.Proposal.Layer); err != nil {
		return err
	}
	c := intake.Checked{Result: result, Layout: layout, First: changes.first,
		Sensitivity: loader.Sensitivity, Before: loader.Before, After: loader.After}
	c.Problems = inBrowserAll(c.Problems[:min(len(c.Problems), firstShown)])
	for i := range c.Kinds {
		c.Kinds[i].First = inBrowserProblem(c.Kinds[i].First)
	}
	c.Proposal.Coordinates, c.Proposal.Before, c.Notes = intake.InBrowser(c.Proposal.Coordinates), spokenAll(c.Proposal.Before), spokenAll(c.Notes)
	seen.tell(&c)
	if err := seen.write(t.points); err != nil {
		return err
	}
	stage := intake.IsChecked
	if up.Task == intake.Apply {
		stage = intake.Applied
	}
	parts, err := t.parts()
	if err != nil {
		return err
	}
	return s.EndUpload(ctx, up, stage, &c, loader.Against, up.Failure, parts)
}

// unfit keeps the columns of a file that cannot be read as homes, where it can be read at all: its person says then which is which.
func (s *Stock) unfit(ctx context.Context, up intake.Upload, request ingest.Request, why error) error {
	var known *plans.Error
	if up.Task != intake.Check || !errors.As(why, &known) || known.Kind != plans.Invalid {
		return why
	}
	layout, err := ingest.Survey(ctx, request, request.Layer)
	if err != nil || len(layout.Header) == 0 {
		return why // that is what there is to say
	}
	return s.EndUpload(ctx, up, intake.Unfit, &intake.Checked{Layout: layout}, "", failureOf(up.Task, known), postgis.UploadParts{})
}

// spool makes a file of a part of an upload that can be read from any place. It has no name: it is gone with the program.
func (s *Stock) spool(ctx context.Context, up intake.Upload, kind string) (*os.File, error) {
	file, err := unnamed()
	if err != nil {
		return nil, err
	}
	err = s.Uploads.UploadPart(ctx, up.Organisation, up.ID, kind, file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// UploadPart writes a part of an upload to w, which may be slow: the database does not wait for it.
func (s *Stock) UploadPart(ctx context.Context, organisation int64, id, kind string, w io.Writer) (err error) {
	file, err := s.spool(ctx, intake.Upload{Organisation: organisation, ID: id}, kind)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = io.Copy(w, file)
	return err
}

// unnamed makes a file that nobody else can open.
func unnamed() (*os.File, error) {
	file, err := os.CreateTemp("", "terrier-upload-")
	if err == nil {
		err = os.Remove(file.Name())
	}
	if err != nil {
		return nil, fmt.Errorf("make room for an uploaded file: %w", err)
	}
	return file, nil
}

// begunAgain empties a file.
func begunAgain(file *os.File) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return file.Truncate(0)
}

// temporaries are what is made of a file before it is kept.
type temporaries struct{ problems, points, changes *os.File }

func newTemporaries() (t temporaries, err error) {
	for _, f := range []**os.File{&t.problems, &t.points, &t.changes} {
		if *f, err = unnamed(); err != nil {
			return t, errors.Join(err, t.close())
		}
	}
	return t, nil
}

func (t temporaries) parts() (postgis.UploadParts, error) {
	for _, f := range []*os.File{t.problems, t.points, t.changes} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return postgis.UploadParts{}, err
		}
	}
	return postgis.UploadParts{Problems: t.problems, Points: t.points, Changes: t.changes}, nil
}

func (t temporaries) close() (err error) {
	for _, f := range []*os.File{t.problems, t.points, t.changes} {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}
