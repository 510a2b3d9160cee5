package main

import (
	"bytes"
	"context"

	"terrier/data/ingest"
	"terrier/plans/area"
)

// areaFiles read the areas of a file for somebody who draws. The loader mends outlines that are not sound.
type areaFiles struct{ repairer ingest.Repairer }

func (f areaFiles) Shapes(ctx context.Context, name string, body []byte) ([]area.Feature, error) {
	return ingest.AreasIn(ctx, name, bytes.NewReader(body), f.repairer)
}
