// Package web is the domain's HTTP: pages that read without scripts, the same facts as GeoJSON, JSON and CSV, problem documents
// and embeds. One file a noun; each noun is a struct with its Routes.
//
// Rules live in the packages of the nouns, SQL in data/postgis, the bytes and caching of tiles in tiles/serve, scripts and
// styles in static. What the public may see is answered alike to everybody: no cookie is read there. What is somebody's own stands
// behind guarded routes (door.go), and which permission each route asks is one table (permission.go).
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/atlas"
	boundaries "terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/plans/place"
	"terrier/plans/provenance"
	"terrier/plans/timetable"
	"terrier/static"
	"terrier/tiles/archive"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

// Config is what the site works with. The registers must be given; the rest has a default.
type Config struct {
	Homes        home.Counter
	Protected    *home.ProtectedStock // the public release that Homes answers from too; nil: it answers from published homes only
	Areas        area.Finder
	Outlines     area.Outliner
	Edges        EdgeFinder // what their lines may follow; nil: they are not told in words
	Assets       asset.Finder
	Associations organisation.AssociationFinder
	Places       place.Searcher
	Zones        boundaries.ZoneFinder
	Registers    Registers
	Releases     ReleaseLister
	Figures      provenance.Keeper // nil: no figure can be opened
	Surroundings Surroundings      // what printed maps show around an area; nil: they have no inset
	Tiles        serve.Source
	Archives     map[string]*archive.Archive // tilesets that are served from an archive instead, by name
	TileBytes    int64                       // of tiles that are kept; default 64 MiB

	Style  style.Options // which basemap lies under the registers; its zero value is our own
	Checks []Check       // asked by /readyz, beside whether the registers can be reached
	// Freshness says how maps and counts, which are answered from memory, stand to the registers; nil: they are not.
	Freshness func() Freshness
	// Ground says which basemap there is now, where one may come while the site is up; nil: as Style says.
	Ground func(context.Context) (style.Schema, error)

	TrustedProxies []netip.Prefix // whose word about the address of a client is taken; default none

	PublicURL string           // scheme and host as the outside knows them; default http://localhost:8080
	Doors     *Doors           // how people come in; nil: nobody does
	Entitled  *Entitled        // who answers those who see homes exactly; nil, or without doors: nobody
	Stock     *Stock           // how associations bring their homes; nil, or without doors: not here
	SavedMaps atlas.Reader     // maps that are published; nil: there are none
	MapKeeper atlas.Keeper     // of those whom they belong to; nil, or without doors: nobody composes one
	Drafts    *Drafts          // how plan areas are drawn; nil, or without doors: not here
	Clock     func() time.Time // default time.Now
	Logger    *slog.Logger     // default slog.Default
	Timeout   time.Duration    // most time spent on one request; default 20 s
	Build     static.Manifest  // scripts and styles; the zero value is static.Build
}

// Registers say what they hold as a whole.
type Registers interface {
	Ping(ctx context.Context) error
	Demo(ctx context.Context) (name string, err error) // of the invented place; "" where it is a real one
	Attributions(ctx context.Context) ([]string, error)
	GroundAttributions(ctx context.Context) ([]string, error)        // of the basemap alone
	FirstView(ctx context.Context) (b orb.Bound, ok bool, err error) // where homes are, WGS 84
}

// Freshness is how what is kept in memory stands to the registers.
type Freshness struct {
	At      time.Time // it was equal to them then; zero before it was first read
	Trouble error     // why it may not be by now; nil while changes arrive
}

// Check is one thing that must hold before requests are sent here.
type Check struct {
	Name string // as in "migrations"
	Ask  func(context.Context) error
}

// site is what the nouns share. It is never changed after it is made.
type site struct {
	Config
	about   *memory[about]
	lists   *memory[lists]
	extent  *memory[extent]
	ground  *memory[style.Schema]
	wards   *memory[[]zone]
	places  *memory[[]zone]
	pages   pages
	metrics *metrics
	party   relyingParty
	papers  *access.Attempts // printed maps, of a client
	presses *turns           // of maps that are drawn for paper
	figured *access.Attempts // figures that are kept for a client
	looked  *access.Attempts // parts of the exact map that an account looks at anew
	catchUp *catchUp
	rules   *memory[timetable.Rules]
	drawn   *access.Attempts // questions about drawings, of a client
	judging chan struct{}    // drawings that are judged at once
	known   shape.Memory     // of land around shapes that are drawn
	courses courses          // lines of areas that were told in words
}

// New makes the whole site. The handler may be used by many goroutines at once.
func New(config Config) http.Handler {
	s := newSite(config)
	tiles := s.tiles()
	r := s.routes(tiles)
	quick := s.quickly(tiles.Routes())
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasPrefix(req.URL.Path, "/tiles/") && !strings.HasSuffix(req.URL.Path, ".json") && !isPrivate(req.URL.Path) {
			quick.ServeHTTP(w, req)
			return
		}
		r.ServeHTTP(w, req)
	})
}

func (s *site) routes(tiles *serve.Server) chi.Router {
	r := chi.NewRouter()
	r.Use(s.requestID, s.observe, s.recoverPanic, headers, cors, s.limitTime, middleware.GetHead)
	r.NotFound(s.handle(nothingHere))
	r.MethodNotAllowed(s.handle(func(_ http.ResponseWriter, req *http.Request) error { return methodNotAllowed(r, req) }))

	explorer{s}.routes(r)
	areas{s}.routes(r)
	homes{s}.routes(r)
	assets{s}.routes(r)
	associations{s}.routes(r)
	places{s}.routes(r)
	zones{s}.routes(r)
	embeds{s}.routes(r)
	newPictures(s, tiles).routes(r)
	if s.SavedMaps != nil {
		savedMaps{s}.routes(r)
	}
	shares{s}.routes(r)
	figures{s}.routes(r)
	releases{s}.routes(r)
	styles{s}.routes(r)
	prints{s, tiles}.routes(r)
	files{s.handle}.routes(r)
	health{s}.routes(r)
	r.Mount("/tiles", tiles.Routes())
	if s.Doors != nil {
		s.guarded(r, mostOfForm, func(g guarded) {
			newSignIns(s).routes(g)
			accounts{s}.routes(g)
			passkeys{s}.routes(g)
			tokens{s}.routes(g)
			newRoles(s).routes(g)
			agreements{s}.routes(g)
			auditTrail{s}.routes(g)
			releases{s}.guarded(g)
		})
		if s.Entitled != nil {
			s.guarded(r, mostBody, exactHomes{s}.routes)
			s.guarded(r, mostOfForm, exactTiles{s, tiles}.routes)
		}
		if s.Drafts != nil {
			s.guarded(r, mostBody, drafts{s}.routes)
			s.guarded(r, mostBody, prints{s, tiles}.guarded)
			s.guarded(r, mostFile+mostOfForm, drafts{s}.fileRoutes)
		}
		if s.MapKeeper != nil {
			s.guarded(r, mostBody, mapDesk{s}.routes)
		}
		if s.Stock != nil {
			s.guarded(r, s.Stock.Most+mostBody, stocks{s}.routes)
			s.guarded(r, mostOfList, marks{s}.routes)
		}
	}
	return r
}

func newSite(config Config) *site {
	if config.PublicURL == "" {
		config.PublicURL = "http://localhost:8080"
	}
	config.PublicURL = strings.TrimRight(config.PublicURL, "/")
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	if config.Timeout == 0 {
		config.Timeout = 20 * time.Second
	}
	if !config.Build.Built() {
		config.Build = static.Build
	}
	s := &site{Config: config, metrics: newMetrics(), party: newRelyingParty(config.PublicURL), figured: access.NewAttempts(access.PerReader, mostAttempts, "Too many figures were opened or taken away."),
		looked: access.NewAttempts(access.PerLooker, mostAttempts, "Too many parts of the map were looked at.")}
	if config.Doors != nil {
		s.catchUp = &catchUp{bring: config.Doors.CatchUp}
	}
	s.pages = readPages(static.Templates)
	s.about = remember(config.Clock, s.askAbout)
	s.lists = remember(config.Clock, s.askLists)
	s.extent = remember(config.Clock, s.askExtent)
	s.wards, s.places = s.rememberZones(boundaries.Wards), s.rememberZones(boundaries.Places)
	if config.Drafts != nil {
		s.drawn = access.NewAttempts(access.PerDrawer, mostAttempts, "Too many questions about drawings came from this address.")
		s.rules = rememberFor(time.Minute, config.Clock, func(ctx context.Context) (timetable.Rules, error) {
			all, err := config.Drafts.Rules.Rules(ctx)
			return timetable.ByID(all), err
		})
	}
	if config.Ground == nil {
		s.Ground = func(context.Context) (style.Schema, error) { return config.Style.Basemap, nil }
	}
	s.papers, s.presses = access.NewAttempts(access.PerPrinter, mostAttempts, "Too many maps were printed from this address."), newTurns(mostPrinted())
	s.judging = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
	s.ground = remember(config.Clock, s.Ground)
	return s
}

// handler answers a request or says why it cannot.
type handler func(w http.ResponseWriter, r *http.Request) error

// handle makes an http.HandlerFunc of a handler: the one place where errors become answers.
func (s *site) handle(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}
