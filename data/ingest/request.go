package ingest

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
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

// Memory knows of earlier imports. data/postgis has one.
type Memory interface {
	// Remember finds what was said of the columns of the last file of this kind and organisation that had the same ones.
	Remember(ctx context.Context, kind, organisation string, header []string) (r intake.Remembered, ok bool, err error)
	// Begin records that an import begins, and tells of those of the same file that were cut off; end records how it ended.
	Begin(ctx context.Context, imp intake.Import) (cutOff []intake.Interrupted, end func(failed bool) error, err error)
}

// Request is one file to bring in.
type Request struct {
	Kind         string // homes, assets, areas, boundaries, organisations or places
	FileName     string
	File         row.File
	Source       intake.Source // its SHA256 is filled in here
	Organisation string        // who owns or keeps the rows that do not say
	Who          string
	Map          map[string]string // field → column; "" for no column
	Set          map[string]string // field → value for the rows that say none
	Where        string            // see intake.ParseWhere
	Layer        string            // which table of the file; "" for the only one that fits
	Encoding     string            // of text, where the file does not tell; "" to find out
	CRS          string            // overrides what the file says
	DryRun       bool
	Strict       bool            // all rows or none
	Fresh        bool            // forget what was said of an earlier file with the same columns
	Repair       bool            // outlines that are not sound, and what else can be mended
	Withhold     intake.Withhold // homes that are withheld whatever their rows say
	Return       *intake.Return  // of homes: the file is the stock return of Organisation. Its Named is filled in here; nil for any other file
	Today        time.Time       // for homes without a day of their own

	Report   io.Writer      // gets every problem as CSV; may be nil
	PlacedTo io.Writer      // gets a line for each row that was placed, as CSV: how, and where; may be nil
	Proposed func(Proposal) // is told how the file will be read, before any row is; may be nil
	Progress func(Progress) // is told now and then how far it is; may be nil

	Loader    Loader
	Postcodes PostcodeLocator // nil: no row is placed by its postcode
	Repairer  Repairer        // nil: no outline is repaired
	Memory    Memory          // nil: nothing is remembered
}

// What is said of a file: plans/intake has it, for pages show it too.
type (
	Proposal = intake.Proposal
	Result   = intake.Result
	Kind     = intake.ProblemKind
	Placed   = intake.Placed
)

// kind is what differs between the registers.
type kind struct {
	fields []plans.Field
	needs  []string // a row needs one of these fields at least, and a file a column for one
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
	"homes":         {home.Fields, nil, onePoint, loadHomes}, // their fields say what they need
	"assets":        {asset.Fields, []string{"name", "asset-kind", "address-text", "street", "reference"}, pointOrArea, loadAssets},
	"areas":         {area.Fields, []string{"name"}, anArea, loadAreas},
	"boundaries":    {boundary.Fields, []string{"name", "code"}, anArea, loadBoundaries},
	"organisations": {organisation.Fields, []string{"name", "reference"}, noPlace, loadOrganisations},
	"places":        {place.Fields, []string{"name"}, onePoint, loadPlaces},
}
