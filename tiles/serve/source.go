package serve

import (
	"context"
	"net/http"

	"github.com/paulmach/orb"

	"terrier/tiles/layer"
)

// Maker makes tiles. It may be asked by several goroutines at once.
type Maker interface {
	// Tile is one uncompressed vector tile; nil is an empty one. The maker must not use the bytes again: they are kept and sent.
	// A value of the filter that only the maker can know is refused by an error that says so.
	Tile(ctx context.Context, r layer.Request) ([]byte, error)
	// Extent is where there is something to see, in WGS 84; ok is false where there is nothing yet.
	Extent(ctx context.Context) (b orb.Bound, ok bool, err error)
	// Attributions are the lines, in plain text, that must stand beside the map.
	Attributions(ctx context.Context) ([]string, error)
}

// Source makes tiles that may be kept.
type Source interface {
	Maker
	// Generation is that of the part of the map that the tile covers (grid.Generations). The tile is kept until it changes, and read
	// after it: the source must publish a change first and raise the generation after. Ok is false where the source cannot tell; such
	// a tile is made anew for each request.
	Generation(r layer.Request) (generation uint64, ok bool)
}

// Plain is a source that knows neither filters nor generations, such as tiles drawn by SQL.
type Plain interface {
	Tile(ctx context.Context, tileset string, z uint8, x, y uint32) ([]byte, error)
	Extent(ctx context.Context) (b orb.Bound, ok bool, err error)
	Attributions(ctx context.Context) ([]string, error)
}

// OfPlain makes a Source of a plain one. What that cannot tell is refused, and nothing of it is kept.
func OfPlain(p Plain) Source { return plain{p} }

type plain struct{ Plain }

func (p plain) Tile(ctx context.Context, r layer.Request) ([]byte, error) {
	if !r.Filter.All() {
		return nil, &Error{Status: http.StatusBadRequest, code: "unknown-filter", Message: "These tiles cannot be filtered.",
			Remedy: "Leave out what stands behind the question mark."}
	}
	return p.Plain.Tile(ctx, r.Tileset, r.At.Z, r.At.X, r.At.Y)
}

func (plain) Generation(layer.Request) (uint64, bool) { return 0, false }
