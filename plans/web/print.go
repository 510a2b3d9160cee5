package web

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"terrier/plans/area"
	"terrier/plans/provenance"
	"terrier/tiles/picture/sheet"
	"terrier/tiles/serve"
)

// Surroundings are what printed maps show around an area.
type Surroundings interface {
	Ground(ctx context.Context, box orb.Bound, revises string) (area.Ground, error) // box in EPSG:27700
	// AttributionsOf lists the lines that must stand where registers are shown: "boundary", "basemap".
	AttributionsOf(ctx context.Context, registers ...string) ([]string, error)
}

// prints are maps on paper, and the same in words.
type prints struct {
	*site
	tiles sheet.Tiles
}

func (p prints) routes(r chi.Router) {
	r.Get("/areas/{ref}/map", p.handle(p.areaPage))
	r.Get("/pictures/areas/{ref}.pdf", p.handle(p.area))
}

func (p prints) guarded(g guarded) {
	g.on("GET", "/drafts/{token}/versions/{number}/map", p.draftPage)
	g.on("GET", "/drafts/{token}/versions/{number}/map.pdf", p.draft)
}

// printed is an area as it is printed: one of the register, or a version of a draft.
type printed struct {
	Title, TitleCy string
	Authority      string // name of the planning authority; "" where it is not known
	Body           string // who applies for it; "" where that is not known
	Status         string
	Version        int // 0: it is not known
	Day            time.Time
	SHA256         string
	Hectares       float64
	Approximate    int // edges that are a guess
	Source         provenance.Source
	ref            string // in the register; "" of a draft
	shape          orb.MultiPolygon
	ground         area.Ground
	words          sheet.Words
}

// mostPrinted is how many maps are drawn at once: each takes a processor for as long as it is drawn.
func mostPrinted() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// print draws a map as it is wished, when there is room for it.
func (p prints) print(ctx context.Context, of printed, wished wish) ([]byte, error) {
	plan, err := wished.plan(of.shape.Bound())
	if err != nil {
		return nil, err
	}
	leave, err := p.presses.enter(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer leave()
	drawn, err := p.sheetOf(ctx, of, plan)
	if err != nil {
		return nil, err
	}
	return drawn.Document().Bytes(), nil
}

// area is the printed map of an area of the register. Whoever asks gets the same bytes, and of what is not there the same notice as of every
// other picture.
func (p prints) area(w http.ResponseWriter, r *http.Request) error {
	if err := p.spend(w, r, p.papers); err != nil {
		return err
	}
	wished, err := readWish(r)
	if err != nil {
		return err
	}
	ref, err := refIn(r, "plan area")
	if err != nil {
		return noExhibit
	}
	of, err := p.printedArea(r.Context(), ref)
	if isMissing(err) {
		err = noExhibit
	}
	if err != nil {
		return err
	}
	body, err := p.print(r.Context(), of, wished)
	if err != nil {
		return laterPicture(w, err)
	}
	w.Header().Set("Content-Disposition", fmt.Sprintf(`inline; filename="%s-map.pdf"`, ref))
	serve.Send(w, r, serve.Answer{Type: pdfType, Cache: serve.Fresh, Body: body})
	return nil
}

const pdfType = "application/pdf"

// draft is that of a version of a draft, for whoever may see the draft.
func (p prints) draft(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := p.spend(w, r, p.papers); err != nil {
		return err
	}
	wished, err := readWish(r)
	if err != nil {
		return err
	}
	_, kept, of, err := p.printedDraft(r, v)
	if err != nil {
		return err
	}
	body, err := p.print(r.Context(), of, wished)
	if err != nil {
		return laterPicture(w, err)
	}
	w.Header().Set("Content-Disposition", fmt.Sprintf(`inline; filename="draft-version-%d-map.pdf"`, kept.Number))
	send(w, r, http.StatusOK, pdfType, body)
	return nil
}
