package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/plans/provenance"
	"terrier/tiles/layer"
	"terrier/tiles/style"
)

// exhibit is a public thing that can stand on other websites: what its embed, its share page and oEmbed say of it, whatever it is. Nobody's
// cookie decides whether there is one.
type exhibit struct {
	Kind, Ref string
	Heading   string // "Hollin Vale plan area"
	Path      string // of its page
	bounds    orb.Bound
	placed    bool // there are bounds
	layers    []string
	theme     string              // auto, light or dark; "": auto
	allowed   []string            // hosts that may frame it; none: everybody may
	where     map[string][]string // which homes its map shows; nil: all
	begin     *camera             // where its owner wants it to begin; nil: at its bounds

	// Of these one is there, as Kind says.
	area        area.Area
	asset       asset.Asset
	association organisation.Holding
	figure      *provenance.Figure
	composed    composed
}

// mapLayers are what can be laid over the ground of an embed.
var mapLayers = plans.CodeList{{Slug: "homes", Name: "Homes"}, {Slug: "areas", Name: "Plan areas"}, {Slug: "assets", Name: "Community assets"}}

// readLayers reads which of them are chosen; none where nothing is said.
func readLayers(q query) ([]string, error) {
	chosen := q.list("layers")
	for _, name := range chosen {
		if err := unknownValue(mapLayers.Check("layers", name), name); err != nil {
			return nil, err
		}
	}
	return chosen, nil
}

// noExhibit is said of all that is not there for everybody: what was withdrawn, what is private and what never was.
var noExhibit = &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "There is no public map at this address. It may have been withdrawn, or never published.",
	Remedy: "Ask whoever gave you the address, or look at the map of everything."}

// exhibit finds a public thing. Whatever is not to be seen by everybody is noExhibit.
func (s *site) exhibit(ctx context.Context, kind, ref string) (x exhibit, err error) {
	x = exhibit{Kind: kind, Ref: ref, layers: mapLayers.Slugs()}
	if kind == "figures" {
		if !provenance.IsID(ref) {
			return x, noExhibit
		}
	} else if _, err := checkRef(ref, kind); err != nil {
		return x, noExhibit
	}
	switch kind {
	case "areas":
		err = s.exhibitArea(ctx, &x)
	case "assets":
		err = s.exhibitAsset(ctx, &x)
	case "associations":
		err = s.exhibitAssociation(ctx, &x)
	case "figures":
		err = s.exhibitFigure(ctx, &x)
	case "maps":
		err = s.exhibitMap(ctx, &x)
	default:
		err = noExhibit
	}
	if isMissing(err) {
		err = noExhibit
	}
	x.Path = "/" + kind + "/" + ref
	return x, err
}

func (x *exhibit) place(b orb.Bound) { x.bounds, x.placed = b, true }

func (s *site) exhibitArea(ctx context.Context, x *exhibit) (err error) {
	if x.area, err = s.Areas.Area(ctx, x.Ref); err != nil {
		return err
	}
	x.Heading = area.Title(x.area.Name)
	shape, err := lonLat(x.area.LonLat, x.area.Shape)
	if err == nil {
		x.place(shape.Bound())
	}
	return err
}

func (s *site) exhibitAsset(ctx context.Context, x *exhibit) (err error) {
	if x.asset, err = s.Assets.Asset(ctx, x.Ref); err != nil {
		return err
	}
	x.asset = withoutPerson(x.asset)
	x.Heading = x.asset.Name
	shape, err := lonLat(x.asset.LonLat, x.asset.Shape)
	if err == nil {
		x.place(roomAround(shape.Bound()))
	}
	return err
}

func (s *site) exhibitAssociation(ctx context.Context, x *exhibit) (err error) {
	if x.association, err = s.Associations.Association(ctx, x.Ref); err != nil {
		return err
	}
	x.Heading, x.where = x.association.Name, map[string][]string{"owner": {x.Ref}}
	if x.association.Homes == 0 {
		return nil
	}
	box, err := inDegrees(x.association.Extent)
	if err == nil {
		x.place(roomAround(box))
	}
	return err
}

func (s *site) exhibitFigure(ctx context.Context, x *exhibit) (err error) {
	if s.Figures == nil {
		return cannotOpen
	}
	if x.figure, err = s.Figures.Figure(ctx, x.Ref); err != nil {
		return orCannotOpen(err)
	}
	q := x.figure.Question
	x.Heading, x.where = figureTitle(q), q.Where
	if q.Of != "homes" {
		x.where = nil
	}
	switch b := q.Within; b.Kind() {
	case provenance.Stored:
		now, err := s.Outlines.Outline(ctx, b.Area)
		if isMissing(err) {
			return nil // the figure stands, the area is gone
		}
		if err != nil {
			return err
		}
		shape, err := lonLat(nil, now.Shape)
		if err != nil {
			return err
		}
		x.place(shape.Bound())
	case provenance.Everywhere:
	default:
		shape, err := drawnIn(b)
		if err != nil {
			return err
		}
		if len(shape) > 0 {
			x.place(shape.Bound())
		}
	}
	return nil
}

// drawnIn is the outline, in WGS 84, of a boundary that is none of the register's: a shape, or a box, of which a kept figure has only the
// edges. It is empty for everywhere.
func drawnIn(b boundary) (orb.MultiPolygon, error) {
	switch {
	case b.Shape != nil:
		shape, err := lonLat(nil, b.Shape)
		outline, _ := shape.(orb.MultiPolygon)
		return outline, err
	case b.Kind() == provenance.Box && b.CRS == string(degrees):
		return orb.MultiPolygon{b.Edges.ToPolygon()}, nil
	case b.Kind() == provenance.Box:
		shape, err := bng.TransformWGS84(b.Edges.ToPolygon())
		outline, _ := shape.(orb.Polygon)
		return orb.MultiPolygon{outline}, err
	}
	return nil, nil
}

// looks is the first look at an exhibit that has no place of its own: at everything.
func (x exhibit) looks(a about, width, height float64) camera {
	switch {
	case x.begin != nil:
		return *x.begin
	case x.placed:
		return fit(x.bounds, width, height)
	case a.hasView:
		return fit(a.view, width, height)
	}
	return camera{center: orb.Point{-2.5, 54.5}, zoom: 4.5} // Great Britain
}

// isEmbed says whether an answer stands in a frame on another site.
func isEmbed(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, embedRoot) && r.URL.Path != embedRoot
}

const embedRoot = "/embed/"

// homes are those that an exhibit is about, as a filter of its tiles; everything where it is not about homes alone.
func (x exhibit) homes() layer.Filter {
	values := map[string][]string{}
	for _, g := range home.PublicGroupings {
		values[g.Key] = x.where[g.Key]
	}
	return layer.NewFilter(values)
}

// focus is what its map draws above the rest.
func (x exhibit) focus() (all []style.Focus) {
	if x.Kind != "maps" {
		return []style.Focus{{Kind: x.Kind, Ref: x.Ref}}
	}
	for _, one := range x.composed.areas {
		all = append(all, style.Focus{Kind: "areas", Ref: one.Ref})
	}
	for _, one := range x.composed.assets {
		all = append(all, style.Focus{Kind: "assets", Ref: one.Ref})
	}
	return all
}

// focusQuery is the same as it stands in the address of a style.
func focusQuery(all []style.Focus) string {
	if len(all) == 0 {
		return ""
	}
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = one.Kind + "/" + one.Ref
	}
	return "&focus=" + strings.Join(texts, ",")
}

// tileQuery is the same as it stands behind the addresses of tiles.
func (x exhibit) tileQuery() string {
	if filter := x.homes(); !filter.All() {
		return "?" + filter.String()
	}
	return ""
}
