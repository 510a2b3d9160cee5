package web

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// homesOnPage is how many homes a page of the list shows; homesAtOnce how many a file fetches at a time.
const (
	homesOnPage = 100
	homesAtOnce = 1000
)

// exactListView is the list of homes one by one.
type exactListView struct {
	Page
	Heading, On    string
	Back           string // the figures of the same homes
	Total          provenance.Number
	Opens          bool              // the total does
	OnLine         provenance.Number // of these, how many stand on the line of the boundary
	OnLineOnly     bool
	OnLineAddress  string // only those; all of them where only those are shown
	Homes          []homeRow
	From, To       int
	Earlier, Later string
	Downloads      []linkView
}

type homeRow struct {
	Reference   string `json:"reference,omitempty"`
	Owner       string `json:"owner"`
	Address     string `json:"address,omitempty"`
	Postcode    string `json:"postcode,omitempty"`
	Tenure      string `json:"tenure"`
	Symbol      string `json:"tenure-group"`
	Type        string `json:"home-type,omitempty"`
	Bedrooms    string `json:"bedrooms,omitempty"`
	EPC         string `json:"epc,omitempty"`
	Needs       string `json:"needs,omitempty"`
	Built       string `json:"built,omitempty"`
	AsAt        string `json:"as-at"`
	Sensitivity string `json:"sensitivity"`
	Grid        string `json:"grid"`
}

func (e exactHomes) list(w http.ResponseWriter, r *http.Request, v visitor) error {
	as, err := choose(w, r, asPage, asJSON)
	if err != nil {
		return err
	}
	q, err := e.question(r, v, "page", "only")
	if err != nil {
		return err
	}
	number, err := pageNumber(q.given)
	if err != nil {
		return err
	}
	only, err := q.given.code("only", plans.CodeList{{Slug: "on-line"}})
	if err != nil {
		return err
	}
	ids, onLine, err := e.ids(r.Context(), q)
	if err != nil {
		return err
	}
	shown := ids
	if only != "" {
		shown = onLine
	}
	from := min((number-1)*homesOnPage, len(shown))
	to := min(from+homesOnPage, len(shown))
	records, err := e.Entitled.Homes.Homes(r.Context(), home.SightOf(q.seen), q.on, shown[from:to])
	if err != nil {
		return err
	}
	if err := e.note(r, v, "list-homes", q, len(records)); err != nil {
		return err
	}
	rows := make([]homeRow, len(records))
	for i, one := range records {
		rows[i] = rowOfHome(one)
	}
	if as == asJSON {
		body, err := json.Marshal(map[string]any{"total": len(shown), "homes": rows})
		if err != nil {
			return err
		}
		send(w, r, http.StatusOK, "application/json", append(body, '\n'))
		return nil
	}
	page, _ := e.frame(r.Context(), "homes", "List of homes", "")
	view := exactListView{Page: page, Heading: "Homes, one by one", On: longDate(q.on), Back: q.address(exactPath, nil), OnLineOnly: only != "", From: from + 1, To: to, Homes: rows}
	question := provenance.Question{Of: "homes", Within: q.areas[0], Where: q.where, AsAt: q.on}
	view.Total = e.figure(question, provenance.Answer{Total: len(ids)}, home.EntitledRule, provenance.EntitledHomes, nil).Total()
	if len(q.areas) == 1 { // homes in any of several boundaries are no figure of one of them
		counted, err := e.answers(r.Context(), q)
		if err != nil {
			return err
		}
		view.Total, view.Opens = counted[0].figure.Total(), true
	}
	view.OnLine = e.figure(question, provenance.Answer{Total: len(onLine)}, home.EntitledRule, provenance.EntitledHomes, nil).Total()
	with := func(page int, only string) string {
		return q.address(exactPath+"/list", func(to url.Values) {
			if page > 1 {
				to.Set("page", strconv.Itoa(page))
			}
			if only != "" {
				to.Set("only", only)
			}
		})
	}
	view.OnLineAddress = with(1, "on-line")
	if only != "" {
		view.OnLineAddress = with(1, "")
	}
	if number > 1 {
		view.Earlier = with(number-1, only)
	}
	if to < len(shown) {
		view.Later = with(number+1, only)
	}
	view.Downloads = downloads(v, q)
	return e.showPrivate(w, r, http.StatusOK, "home/list.html", view)
}

// pageNumber reads page=; the first where none is given.
func pageNumber(q query) (int, error) {
	text, err := q.one("page")
	if err != nil || text == "" {
		return 1, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, plans.Refuse("bad-page", "page", fmt.Sprintf("%q is no page.", shorten(text)), "Give a number from 1.")
	}
	return n, nil
}

// ids are the homes in any of the boundaries, each once, and those on the line of one of them.
func (e exactHomes) ids(ctx context.Context, q exactQuestion) (ids, onLine []int64, err error) {
	sight, on := home.SightOf(q.seen), q.on
	if on.IsZero() && asksOfAge(nil, q.where) {
		on = home.Today(q.now)
	}
	for _, b := range q.areas {
		in, line, err := e.Entitled.Homes.ListHomes(ctx, sight, home.PastQuestion{Question: home.Question{Within: b.Shape, Area: b.Area, Where: q.where}, On: on})
		if err != nil {
			return nil, nil, err
		}
		ids, onLine = append(ids, in...), append(onLine, line...)
	}
	slices.Sort(ids)
	slices.Sort(onLine)
	return slices.Compact(ids), slices.Compact(onLine), nil
}

func rowOfHome(r home.Record) homeRow {
	row := homeRow{Reference: r.Reference, Owner: r.OwnedBy.Name, Address: r.Address, Postcode: r.Postcode, Tenure: home.Tenures.Name(r.Tenure), Symbol: tenureGroup(r.Tenure),
		Type: home.Types.Name(r.Type), EPC: home.EPCs.Name(r.EPC), Needs: home.Needs.Name(r.Needs), Built: home.BuildYearBands.Name(r.BuildYearBand), AsAt: longDate(r.AsAt),
		Sensitivity: home.Sensitivities.Name(r.Sensitivity), Grid: fmt.Sprintf("%.0f, %.0f", r.Point[0], r.Point[1])}
	if r.Bedrooms > 0 {
		row.Bedrooms = strconv.Itoa(r.Bedrooms)
	}
	return row
}

// homeFile is a kind of file that homes are taken away in.
type homeFile struct{ suffix, name, mediaType string }

var homeFiles = []homeFile{
	{"csv", "CSV", "text/csv; charset=utf-8"},
	{"xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"geojson", "GeoJSON", "application/geo+json"},
	{"gpkg", "GeoPackage", "application/geopackage+sqlite3"},
}

// downloads are the addresses of the homes of a question as files, for those who may take them away.
func downloads(v visitor, q exactQuestion) (links []linkView) {
	if access.Might(v.Who, access.DownloadExactHomes, v.now) != nil {
		return nil
	}
	for _, kind := range homeFiles {
		links = append(links, linkView{kind.name, q.address(exactPath+"/list."+kind.suffix, nil)})
	}
	return links
}

// file sends homes one by one as a file. It is written whole before its first byte is sent, so that none arrives half.
func (e exactHomes) file(w http.ResponseWriter, r *http.Request, v visitor) error {
	kind := slices.IndexFunc(homeFiles, func(k homeFile) bool { return k.suffix == chi.URLParam(r, "suffix") })
	if kind < 0 {
		return &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "Homes are not to be had in a file of this kind.", Remedy: "There are .csv, .xlsx, .geojson and .gpkg."}
	}
	q, err := e.question(r, v)
	if err != nil {
		return err
	}
	ids, _, err := e.ids(r.Context(), q)
	if err != nil {
		return err
	}
	counted, err := e.answers(r.Context(), q)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "terrier-homes-*")
	if err != nil {
		return fmt.Errorf("make room for a file of homes: %w", err)
	}
	defer func() { _ = file.Close() }()
	if err := os.Remove(file.Name()); err != nil { // it lives as long as it is open
		return fmt.Errorf("make room for a file of homes: %w", err)
	}
	about, err := e.about.get(r.Context())
	if err != nil {
		return err
	}
	n, err := e.Entitled.Files.WriteHomes(file, homeFiles[kind].suffix, about.attributions, e.figuresOf(r, v, counted), e.each(r.Context(), home.SightOf(q.seen), q, ids))
	if err != nil {
		return err
	}
	if err := e.note(r, v, "download-homes", q, n); err != nil {
		return err
	}
	size, err := file.Seek(0, 1)
	if err == nil {
		_, err = file.Seek(0, 0)
	}
	if err != nil {
		return fmt.Errorf("read a file of homes: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", homeFiles[kind].mediaType)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "homes." + homeFiles[kind].suffix}))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = file.WriteTo(w)
	}
	return nil
}

func (e exactHomes) each(ctx context.Context, sight home.Sight, q exactQuestion, ids []int64) iter.Seq2[home.Record, error] {
	return func(yield func(home.Record, error) bool) {
		for some := range slices.Chunk(ids, homesAtOnce) {
			records, err := e.Entitled.Homes.Homes(ctx, sight, q.on, some)
			if err != nil {
				yield(home.Record{}, err)
				return
			}
			for _, one := range records {
				if !yield(one, nil) {
					return
				}
			}
		}
	}
}
