package ingest

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// Loader writes rows into the registers, all of a file or nothing, and reports what it refuses. data/postgis has one.
type Loader interface {
	Homes(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[home.Home], error], report func(intake.Problem)) (intake.Counts, int64, error)
	Assets(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[asset.Asset], error], report func(intake.Problem)) (intake.Counts, int64, error)
	Areas(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[area.Area], error], report func(intake.Problem)) (intake.Counts, int64, error)
	Boundaries(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[boundary.Boundary], error], report func(intake.Problem)) (intake.Counts, int64, error)
	Organisations(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[organisation.Organisation], error], report func(intake.Problem)) (intake.Counts, int64, error)
	Places(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[place.Place], error], report func(intake.Problem)) (intake.Counts, int64, error)
}

// PostcodeLocator finds the points (EPSG:27700) of those postcodes that are known.
type PostcodeLocator interface {
	LocatePostcodes(ctx context.Context, postcodes []string) (map[string]orb.Point, error)
}

// Request is one file to bring in.
type Request struct {
	Kind         string // homes, assets, areas, boundaries, organisations or places
	FileName     string
	File         io.ReadSeeker // read from the start, several times
	Source       intake.Source // its SHA256 is filled in here
	Organisation string        // who owns or keeps the rows that do not say
	Who          string
	Map          map[string]string // field → column; "" for no column
	Set          map[string]string // field → value for the rows that say none
	Where        string            // see intake.ParseWhere
	CRS          string            // overrides what the file says
	DryRun       bool
	Today        time.Time // for homes without a day of their own

	Report   io.Writer      // gets every problem as CSV; may be nil
	Proposed func(Proposal) // is told how the file will be read, before any row is; may be nil
	Progress func(Progress) // is told now and then how far it is; may be nil

	Loader    Loader
	Postcodes PostcodeLocator // nil: no row is placed by its postcode
}

// Proposal says how a file will be read.
type Proposal struct {
	Format      string         `json:"format"`
	Mapping     intake.Mapping `json:"mapping"`
	Coordinates string         `json:"coordinates"` // one sentence, with an example; "" where the kind has no place
}

// Result says what became of a file. Accepted and refused rows and those left out by a condition are all its rows.
type Result struct {
	ID           int64            `json:"id"` // of the import record; 0 where nothing was changed
	Kind         string           `json:"kind"`
	File         string           `json:"file"`
	Accepted     int              `json:"accepted"`
	Refused      int              `json:"refused"`
	Repaired     int              `json:"repaired"`
	Noted        int              `json:"noted"` // problems noted, not rows
	Unchanged    int              `json:"unchanged"`
	LeftOut      int              `json:"left-out"` // by a condition
	DryRun       bool             `json:"dry-run"`
	Proposal     Proposal         `json:"read-as"`
	Notes        []string         `json:"notes"`
	Problems     []intake.Problem `json:"problems"`
	MoreProblems int              `json:"more-problems"` // beyond those listed
}

// kind is what differs between the registers.
type kind struct {
	fields []plans.Field
	want   wanted
	load   func(context.Context, *session) (intake.Counts, int64, error)
}

// wanted says what kind of place the rows of a register have.
type wanted int

const (
	noPlace wanted = iota
	onePoint
	anArea
	pointOrArea
)

var kinds = map[string]kind{
	"homes":         {home.Fields, onePoint, loadHomes},
	"assets":        {asset.Fields, pointOrArea, loadAssets},
	"areas":         {area.Fields, anArea, loadAreas},
	"boundaries":    {boundary.Fields, anArea, loadBoundaries},
	"organisations": {organisation.Fields, noPlace, loadOrganisations},
	"places":        {place.Fields, onePoint, loadPlaces},
}
