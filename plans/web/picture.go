package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

// pictures are still maps of public things, as SVG and PNG, and codes that lead to pages. Nobody's cookie is looked at.
type pictures struct {
	*site
	tiles *serve.Server
	turns *turns
	kept  *keptPictures
}

func newPictures(s *site, tiles *serve.Server) pictures {
	return pictures{s, tiles, newTurns(cap(s.judging)), newKeptPictures(mostKeptPictures)}
}

func (p pictures) routes(r chi.Router) {
	r.Get("/pictures/{kind}/{file}", p.handle(p.one))
	r.Get("/pictures/code.{suffix}", p.handle(p.code))
}

// pictureTypes are the media types of pictures, by what their addresses end in.
var pictureTypes = map[string]string{"png": "image/png", "svg": "image/svg+xml; charset=utf-8"}

func (p pictures) one(w http.ResponseWriter, r *http.Request) error {
	ref, suffix, _ := strings.Cut(pathPart(r, "file"), ".")
	kind := pictureTypes[suffix]
	if kind == "" {
		return noPictureType()
	}
	x, err := p.exhibit(r.Context(), pathPart(r, "kind"), ref)
	if err != nil {
		return err
	}
	o, err := readPictureOptions(r, x)
	if err != nil {
		return err
	}
	if o.layers != nil {
		x.layers = o.layers
	}
	body, err := p.draw(r, x, o, suffix)
	if err != nil {
		return laterPicture(w, err)
	}
	serve.Send(w, r, serve.Answer{Type: kind, Cache: serve.Fresh, Body: body})
	return nil
}

func noPictureType() error {
	return &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "There is no picture that ends like that.", Remedy: "There are addresses ending in .png and .svg."}
}

// pictureOptions are what whoever wants a picture chooses in its address.
type pictureOptions struct {
	width, height int // CSS pixels
	scale         int // pixels to each
	theme         style.Theme
	box           *orb.Bound // in degrees; nil: as the thing itself wants to be seen
	names         bool
	layers        []string // nil: those of the thing
}

// The sizes of pictures, in CSS pixels.
const (
	leastSide, mostSide         = 64, 2000
	pictureWidth, pictureHeight = 640, 400
)

var pictureKeys = []string{"w", "h", "scale", "theme", "bbox", "labels", "layers"}

// readPictureOptions reads and refuses: a misspelt option is never dropped silently.
func readPictureOptions(r *http.Request, of exhibit) (o pictureOptions, err error) {
	q, err := readQuery(r, pictureKeys...)
	if err != nil {
		return o, err
	}
	if o.width, err = q.whole("w", pictureWidth, leastSide, mostSide); err != nil {
		return o, err
	}
	if o.height, err = q.whole("h", pictureHeight, leastSide, mostSide); err != nil {
		return o, err
	}
	if o.scale, err = q.whole("scale", 1, 1, 2); err != nil {
		return o, err
	}
	theme, err := q.code("theme", themes)
	if err != nil {
		return o, err
	}
	if theme == "" && of.theme == string(style.Dark) {
		theme = of.theme
	}
	if o.theme = style.Theme(theme); o.theme == "" {
		o.theme = style.Light
	}
	labels, err := q.code("labels", yesOrNo)
	if err != nil {
		return o, err
	}
	o.names = labels != "no"
	if o.layers, err = readLayers(q); err != nil {
		return o, err
	}
	if b, ok, err := readBox(q); err != nil {
		return o, err
	} else if ok {
		o.box = &b.given // without crs it is in degrees
	}
	return o, nil
}

// pixels is how many the picture has.
func (o pictureOptions) pixels() int { return o.width * o.height * o.scale * o.scale }

// whole is a whole number between two others, both allowed.
func (q query) whole(key string, otherwise, least, most int) (int, error) {
	text, err := q.one(key)
	if err != nil || text == "" {
		return otherwise, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, plans.Refuse("out-of-range", key, fmt.Sprintf("%q is not a whole number from %d to %d.", shorten(text), least, most),
			fmt.Sprintf("Give %s as a number between those, or leave it out for %d.", key, otherwise))
	}
	return n, nil
}

// turns lets only so many pictures be drawn at once, and so many wait: a queue that grows serves nobody. Large ones take a turn among
// themselves besides, for the memory that they take.
type turns struct {
	places, large chan struct{}
	waiting       chan struct{}
}

// What waits, and for how long, is a second's work of one processor or so.
const (
	waitingForEach = 8
	longestTurn    = 5 * time.Second
	largePicture   = 2_000_000 // pixels
)

func newTurns(n int) *turns {
	return &turns{places: make(chan struct{}, n), large: make(chan struct{}, 1), waiting: make(chan struct{}, n*waitingForEach)}
}

// enter waits for a turn, which leave gives back. The error is that there is none, or that of the context.
func (t *turns) enter(ctx context.Context, pixels int) (leave func(), err error) {
	select {
	case t.waiting <- struct{}{}:
	default:
		return nil, tooManyPictures
	}
	defer func() { <-t.waiting }()
	tooLong := time.NewTimer(longestTurn)
	defer tooLong.Stop()
	take := func(place chan struct{}) error {
		select {
		case place <- struct{}{}:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-tooLong.C:
			return tooManyPictures
		}
	}
	if pixels <= largePicture {
		return func() { <-t.places }, take(t.places)
	}
	if err := take(t.large); err != nil {
		return nil, err
	}
	if err := take(t.places); err != nil {
		<-t.large
		return nil, err
	}
	return func() { <-t.places; <-t.large }, nil
}

var tooManyPictures error = &plans.Error{Kind: plans.Unavailable, Code: "busy", Message: "More pictures are asked for at the moment than can be drawn.", Remedy: "Ask again in a second."}

// laterPicture tells a reader who is sent away when to come again.
func laterPicture(w http.ResponseWriter, err error) error {
	if err == tooManyPictures {
		w.Header().Set("Retry-After", "1")
	}
	return err
}

// looks is where a picture of an exhibit looks.
func (o pictureOptions) looks(x exhibit, a about) camera {
	if o.box != nil {
		return fit(*o.box, float64(o.width), float64(o.height))
	}
	return x.looks(a, float64(o.width), float64(o.height))
}
