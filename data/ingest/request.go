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
	Strict       bool      // all rows or none
	Fresh        bool      // forget what was said of an earlier file with the same columns
	Repair       bool      // outlines that are not sound, and what else can be mended
	Today        time.Time // for homes without a day of their own

	Report   io.Writer      // gets every problem as CSV; may be nil
	PlacedTo io.Writer      // gets a line for each row that was placed, as CSV: how, and where; may be nil
	Proposed func(Proposal) // is told how the file will be read, before any row is; may be nil
	Progress func(Progress) // is told now and then how far it is; may be nil

	Loader    Loader
	Postcodes PostcodeLocator // nil: no row is placed by its postcode
	Repairer  Repairer        // nil: no outline is repaired
	Memory    Memory          // nil: nothing is remembered
}

// Proposal says how a file will be read.
type Proposal struct {
	Format      string         `json:"format"`
	Layer       string         `json:"layer"` // "" where the file has only one
	Unit        string         `json:"unit"`  // what a row is called: "line", "row" or "feature"
	Mapping     intake.Mapping `json:"mapping"`
	Coordinates string         `json:"coordinates"` // one sentence, with an example; "" where the kind has no place
	Before      []string       `json:"before"`      // what is to be known before it begins
}

// Result says what became of a file. Accepted and refused rows and those left out by a condition are all its rows.
type Result struct {
	ID           int64            `json:"id"` // of the import record; 0 where nothing was changed
	Kind         string           `json:"kind"`
	File         string           `json:"file"`
	Strict       bool             `json:"strict"`
	Accepted     int              `json:"accepted"`
	Refused      int              `json:"refused"`
	Repaired     int              `json:"repaired"`
	Noted        int              `json:"noted"` // problems noted, not rows
	Unchanged    int              `json:"unchanged"`
	LeftOut      int              `json:"left-out"` // by a condition
	DryRun       bool             `json:"dry-run"`
	Placed       []Placed         `json:"placed"` // how the rows were placed, the commonest first
	Proposal     Proposal         `json:"read-as"`
	Notes        []string         `json:"notes"`
	Kinds        []Kind           `json:"problem-kinds"` // what is wrong, the gravest and commonest first
	Problems     []intake.Problem `json:"problems"`
	MoreProblems int              `json:"more-problems"` // beyond those listed
}

// Kind counts the problems of one code.
type Kind struct {
	Rows  int            `json:"rows"`
	First intake.Problem `json:"first"`
}

// Placed counts the rows that were placed in one way.
type Placed struct {
	How  string `json:"how"` // "GeoX, GeoY as longitude and latitude (WGS 84)"
	Rows int    `json:"rows"`
}

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
