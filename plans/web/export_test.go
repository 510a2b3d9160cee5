package web

import (
	"context"
	"html/template"
	"reflect"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"terrier/plans/provenance"
	"terrier/static"
)

// ReadBoundary reads and judges a body as POST /homes/summary does, in degrees or metres.
func ReadBoundary(body []byte, inMetres bool) (onGrid orb.MultiPolygon, err error) {
	given, name, err := readShape(body)
	if err != nil {
		return nil, err
	}
	system := degrees
	if inMetres {
		system = metres
	}
	if name != "" {
		if system, err = parseCRS(name, "crs"); err != nil {
			return nil, err
		}
	}
	b, err := fromShape(given, system)
	return b.Shape, err
}

// ProblemOf is what an error is told as.
func ProblemOf(err error) Problem { return problemOf(err) }

// What pages write numbers and shares with.
var (
	Thousands   = thousands
	Percent     = percent
	Hectares    = hectares
	PerimeterKm = perimeterKm
	Pounds      = pounds
	LongDate    = longDate
)

// Polygons reads the coordinates of a MultiPolygon in one pass. ok is false where encoding/json has to.
func Polygons(coordinates string) (all [][][][]float64, ok bool) {
	n := numbers{text: []byte(coordinates)}
	all, ok = n.polygons()
	return all, ok && n.end()
}

// SourceLines are those beside the map of a place, which is invented if it is called something.
func SourceLines(invented string, attributions ...string) []string {
	var from []provenance.Source
	for _, text := range attributions {
		from = append(from, provenance.Source{Attribution: text})
	}
	return sourceLines(about{demo: invented, ground: []string{"© Ground"}}, from)
}

// Routes are those of a site, and IsPrivate says which are for somebody.
func Routes(c Config) chi.Routes {
	s := newSite(c)
	return s.routes(s.tiles())
}

var IsPrivate = isPrivate

// Views are the types that the templates of pages are shown with, by file name.
var Views = map[string]reflect.Type{
	"account/erase.html": reflect.TypeFor[accountView](), "account/link.html": reflect.TypeFor[signInView](), "account/page.html": reflect.TypeFor[accountView](),
	"account/passkeys.html": reflect.TypeFor[waysView](), "account/sent.html": reflect.TypeFor[signInView](), "account/sign-in.html": reflect.TypeFor[signInView](), "account/tokens.html": reflect.TypeFor[tokensView](), "agreement/page.html": reflect.TypeFor[agreementsView](),
	"audit/page.html": reflect.TypeFor[auditView](),
	"area/list.html":  reflect.TypeFor[areasView](), "area/page.html": reflect.TypeFor[areaView](), "area/versions.html": reflect.TypeFor[versionsView](),
	"asset/list.html": reflect.TypeFor[assetsView](), "asset/page.html": reflect.TypeFor[assetView](),
	"draft/list.html": reflect.TypeFor[draftsView](), "draft/draw.html": reflect.TypeFor[drawView](), "draft/versions.html": reflect.TypeFor[keptView](), "draft/version.html": reflect.TypeFor[keptView](), "draft/compare.html": reflect.TypeFor[compareView](), "area/map.html": reflect.TypeFor[printView](),
	"embed/area.html": reflect.TypeFor[areaEmbedView](), "embed/asset.html": reflect.TypeFor[assetEmbedView](), "embed/association.html": reflect.TypeFor[associationEmbedView](), "embed/figure.html": reflect.TypeFor[figureEmbedView](), "embed/map.html": reflect.TypeFor[mapEmbedView](), "embed/gone.html": reflect.TypeFor[goneView](),
	"saved/list.html": reflect.TypeFor[savedMapsView](), "saved/mine.html": reflect.TypeFor[myMapsView](), "saved/page.html": reflect.TypeFor[savedMapView](), "saved/edit.html": reflect.TypeFor[mapFormView](), "share/page.html": reflect.TypeFor[shareView](), "share/recipes.html": reflect.TypeFor[recipesView](),
	"figure/page.html": reflect.TypeFor[figureView](), "home/exact.html": reflect.TypeFor[exactView](), "home/how.html": reflect.TypeFor[howView](), "home/list.html": reflect.TypeFor[exactListView](), "home/page.html": reflect.TypeFor[homesView](), "map.html": reflect.TypeFor[explorerView](),
	"organisation/list.html": reflect.TypeFor[associationsView](), "organisation/page.html": reflect.TypeFor[associationView](),
	"release/list.html": reflect.TypeFor[releasesView](), "role/page.html": reflect.TypeFor[rolesView](), "place/no-say.html": reflect.TypeFor[noSayView](), "place/list.html": reflect.TypeFor[placesView](), "problem.html": reflect.TypeFor[problemView](),
	"stock/list.html": reflect.TypeFor[stockListView](), "stock/page.html": reflect.TypeFor[stockView](),
	"stock/homes.html": reflect.TypeFor[markFindView](), "stock/look.html": reflect.TypeFor[markLookView](), "stock/mark.html": reflect.TypeFor[markView](),
}

// Templates are all pages as they are parsed, by file name; Functions are what they may call.
func Templates() map[string]*template.Template { return readPages(static.Templates) }

var Functions = functions

// FirstTiles are the zoom and the tiles of a map that fits bounds.
func FirstTiles(b orb.Bound, width, height float64) (zoom float64, tiles []string) {
	c := fit(b, width, height)
	for _, t := range c.tiles(width, height) {
		tiles = append(tiles, t.String())
	}
	return c.zoom, tiles
}

// Turns are those of pictures.
type Turns struct{ *turns }

// NewTurns makes so many.
func NewTurns(n int) Turns { return Turns{newTurns(n)} }

// Enter waits for one.
func (t Turns) Enter(ctx context.Context, pixels int) (func(), error) { return t.enter(ctx, pixels) }

// Waiting is how many stand in the queue.
func (t Turns) Waiting() int { return len(t.waiting) }

// What is said while too many pictures are asked for, and to how many.
var (
	TooManyPictures = tooManyPictures
	LaterPicture    = laterPicture
)

// WaitingForEach is how many wait for each that is drawn.
const WaitingForEach = waitingForEach

// KeptPictures are pictures that were drawn lately.
type KeptPictures struct{ *keptPictures }

// NewKeptPictures holds so many bytes.
func NewKeptPictures(most int) KeptPictures { return KeptPictures{newKeptPictures(most)} }

// Keep keeps one.
func (k KeptPictures) Keep(key string, body []byte) { k.keep(key, body) }

// Find finds one.
func (k KeptPictures) Find(key string) ([]byte, bool) { return k.find(key) }

// Held is how many bytes are held.
func (k KeptPictures) Held() int { return k.held }
