package web

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"slices"
	"time"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
)

// ExactHomes answers for those who see more than the public.
type ExactHomes interface {
	// CountHomes counts as homes stand, or, where the question names a day, as they stood when it ended.
	CountHomes(ctx context.Context, s home.Sight, q home.PastQuestion) (home.Summary, error)
	// CrossHomes counts by two groupings at once. The question must name a day.
	CrossHomes(ctx context.Context, s home.Sight, q home.PastQuestion, rowsBy, columnsBy string) (home.Crossed, error)
	// ListHomes lists the ids of the homes that are counted, and of those among them that stand on the line of the boundary.
	ListHomes(ctx context.Context, s home.Sight, q home.PastQuestion) (ids, onLine []int64, err error)
	// Homes fetches homes by id, at most 10,000, as they stand or stood; those that the reader does not see are left out.
	Homes(ctx context.Context, s home.Sight, on time.Time, ids []int64) ([]home.Record, error)
	// Seen gives what a map of the homes that CountHomes counts is drawn from, as they stand.
	Seen(s home.Sight, where map[string][]string) ([]home.Seen, error)
	// OwnersIn are those who have homes in a local authority that are not withheld.
	OwnersIn(authority string) []home.Owner
}

// Auditor notes what was done. Where it cannot, an exact answer is not given.
type Auditor interface {
	Record(ctx context.Context, e audit.Entry) (audit.Entry, error)
	Writable(ctx context.Context) error
}

// HomeFiles writes homes as files of the kinds that it names.
type HomeFiles interface {
	// figures are what every row says of the figures that count these homes.
	WriteHomes(w io.Writer, kind string, attributions []string, figures []plans.FieldValue, homes iter.Seq2[home.Record, error]) (int, error)
}

// Entitled is what it takes to answer those who see homes exactly.
type Entitled struct {
	Homes   ExactHomes
	Figures ExactFigures // nil: none can be opened
	Trail   Auditor
	Drags   *audit.Drags // under way; whoever sets it records those that have ended
	Files   HomeFiles
	Tiles   HomeTiles
	Looks   *audit.Looks
}

// exactHomes answers planning officers and officers of associations: homes one by one, as they stand or stood. Each answer is noted in
// the audit trail before it is given.
type exactHomes struct{ *site }

func (e exactHomes) routes(g guarded) {
	g.on("GET", "/homes/exact", e.page)
	g.on("GET", "/homes/exact.{suffix}", e.tables)
	g.on("POST", "/homes/exact", e.posted)
	g.on("GET", "/homes/exact/figures/{id}", e.opensFigure)
	g.on("GET", "/homes/exact/list", e.list)
	g.on("GET", "/homes/exact/list.{suffix}", e.file)
}

// sightOf is what somebody sees exactly now.
func sightOf(v visitor) home.Sight { return home.SightOf(access.Exact(v.Who, v.now)) }

// note writes an answer into the audit trail.
func (e exactHomes) note(r *http.Request, v visitor, action string, q exactQuestion, homes int) error {
	detail, err := e.detail(r.Context(), q, homes)
	if err == nil {
		_, err = e.Entitled.Trail.Record(r.Context(), entry(r, v, action, detail))
	}
	return err
}

func entry(r *http.Request, v visitor, action string, detail audit.Detail) audit.Entry {
	return audit.Entry{Who: audit.Account(v.Account), Action: action, Kind: "home", Detail: detail, Request: requestID(r)}
}

// tables are the answers as data, one for each boundary.
func (e exactHomes) tables(w http.ResponseWriter, r *http.Request, v visitor) error {
	as, err := e.format(w, r, asJSON, asCSV)
	if err != nil {
		return err
	}
	q, err := e.question(r, v)
	if err != nil {
		return err
	}
	answers, err := e.answers(r.Context(), q)
	if err != nil {
		return err
	}
	if err := e.note(r, v, "count-homes", q, together(answers)); err != nil {
		return err
	}
	if as == asCSV {
		var rows [][]string
		for i, a := range answers {
			more := a.rows(e.figureCells(a.figure, e.keepExported(r.Context(), shelfOf(e, r, v), a.figure)))
			if i > 0 {
				more = more[1:]
			}
			rows = append(rows, withColumn("boundary", a.boundary.Name, more, i == 0)...)
		}
		sendPrivateCSV(w, r, "homes-by-boundary", rows)
		return nil
	}
	documents := []json.RawMessage{}
	for _, a := range answers {
		documents = append(documents, e.document(a))
	}
	body, err := json.Marshal(map[string]any{"answers": documents})
	if err != nil {
		return err
	}
	send(w, r, http.StatusOK, "application/json", append(body, '\n'))
	return nil
}

// together is how many homes the answers count, those in two boundaries twice.
func together(answers []summary) (n int) {
	for _, a := range answers {
		n += a.Total
	}
	return n
}

func withColumn(name, value string, rows [][]string, headed bool) [][]string {
	for i, row := range rows {
		cell := value
		if headed && i == 0 {
			cell = name
		}
		rows[i] = slices.Insert(row, 0, cell)
	}
	return rows
}

// posted counts in the shape that is the body. While a corner is dragged each shape names the drag: all of it is one question to the
// audit trail, which is asked at the first shape whether it can be written, and told at the last.
func (e exactHomes) posted(w http.ResponseWriter, r *http.Request, v visitor) error {
	q, err := e.questionAbout(r, v, "crs", "drag", "end")
	if err != nil {
		return err
	}
	drag, err := q.given.one("drag")
	if err == nil && len(drag) > mostOfDrag {
		err = plans.Refuse("bad-drag", "drag", "The name of the drag is longer than 40 bytes.", "Name it by a few letters.")
	}
	if err != nil {
		return err
	}
	end, err := q.given.code("end", yesOrNo)
	if err != nil {
		return err
	}
	b, err := postedShape(w, r, q.given)
	if err != nil {
		return err
	}
	q.areas = []boundary{b}
	answers, err := e.answers(r.Context(), q)
	if err != nil {
		return err
	}
	if err := e.noteShape(r, v, q, drag, end == "yes", answers[0].Total); err != nil {
		return err
	}
	send(w, r, http.StatusOK, "application/json", e.document(answers[0]))
	return nil
}

const mostOfDrag = 40

func (e exactHomes) noteShape(r *http.Request, v visitor, q exactQuestion, drag string, end bool, homes int) error {
	if drag == "" {
		return e.note(r, v, "count-homes", q, homes)
	}
	shape, err := asDegrees(q.areas[0].Shape)
	if err != nil {
		return err
	}
	asked, err := e.noted(r.Context(), q)
	if err != nil {
		return err
	}
	of, err := audit.DetailOf(asked)
	if err != nil {
		return err
	}
	key := audit.DragKey{Who: audit.Account(v.Account), Name: drag, Asked: of}
	if e.Entitled.Drags.Step(key, entry(r, v, "count-homes", ""), asked, shape, v.now) {
		if err := e.Entitled.Trail.Writable(r.Context()); err != nil {
			e.Entitled.Drags.End(key)
			return err
		}
	}
	if !end {
		return nil
	}
	if noted, there := e.Entitled.Drags.End(key); there {
		_, err = e.Entitled.Trail.Record(r.Context(), noted)
	}
	return err
}
