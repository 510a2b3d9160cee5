package jobs

import (
	"context"
	"errors"
	"io"

	"terrier/data/ingest"
	"terrier/plans/intake"
)

// Annotate writes a copy of an uploaded file as CSV, with a column of problems: every row, or only those that have one.
func (s *Stock) Annotate(ctx context.Context, up intake.Upload, only bool, w io.Writer) (err error) {
	file, err := s.spool(ctx, up, "file")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	problems, err := s.spool(ctx, up, "problems")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, problems.Close()) }()
	return ingest.Annotate(ctx, ingest.Request{Kind: "homes", File: file, Layer: up.Choices.Layer, Encoding: up.Choices.Encoding}, up.Checked.Proposal.Layer, up.Checked.Header, problems, only, w)
}
