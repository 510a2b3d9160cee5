package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/tiles/serve"
)

// UploadKeeper keeps files of homes that were uploaded, and has tasks done with them.
type UploadKeeper interface {
	KeepUpload(ctx context.Context, up intake.Upload, file io.Reader, most int64) (intake.Upload, error)
	UploadsOf(ctx context.Context, organisation int64) ([]intake.Upload, error)
	Upload(ctx context.Context, organisation int64, id string) (intake.Upload, error)
	// UploadState is Upload without what came of checking it; so are those of UploadsOf.
	UploadState(ctx context.Context, organisation int64, id string) (intake.Upload, error)
	Owner(ctx context.Context, id string) (organisation int64, err error)
	AskUpload(ctx context.Context, organisation int64, id string, task intake.Task, by int64, seen int, choices *intake.Choices) error
	DiscardUpload(ctx context.Context, organisation int64, id string, by int64) error
	UploadPart(ctx context.Context, organisation int64, id, kind string, w io.Writer) error
	// Annotate writes a copy of the file as CSV, with a column of problems: every row, or only those that have one.
	Annotate(ctx context.Context, up intake.Upload, only bool, w io.Writer) error
	// Wake has new tasks done at once.
	Wake()
}

// Stock is what it takes for associations to bring their homes.
type Stock struct {
	Uploads UploadKeeper
	Marks   HomeMarker
	Trail   Auditor
	Most    int64 // bytes of a file
}

// stocks are brought by an association's officers: a file is uploaded, looked at, applied, and can be taken back.
type stocks struct{ *site }

func (s stocks) routes(g guarded) {
	g.on("GET", "/stock", s.list)
	g.on("POST", "/stock", s.upload)
	g.on("GET", "/stock/template.csv", s.template)
	g.on("GET", "/stock/{id}", s.page)
	g.on("GET", "/stock/{id}/progress", s.progress)
	g.on("GET", "/stock/{id}/problems.csv", s.problems)
	g.on("GET", "/stock/{id}/changes.csv", s.changes)
	g.on("GET", "/stock/{id}/points.geojson", s.points)
	g.on("POST", "/stock/{id}/choices", s.choose)
	g.on("POST", "/stock/{id}/withhold", s.withhold)
	g.on("POST", "/stock/{id}/apply", s.apply)
	g.on("POST", "/stock/{id}/undo", s.undo)
	g.on("POST", "/stock/{id}/discard", s.discard)
}

// uploadTime is how long a file may take to come in: a large one over a slow line.
const uploadTime = 30 * time.Minute

// may finds an upload for somebody who may do this with it. One of another association is as if it were not there.
func (s stocks) may(r *http.Request, v visitor, action access.Action) (intake.Upload, error) {
	return s.found(r, v, action, s.Stock.Uploads.Upload)
}

func (s stocks) found(r *http.Request, v visitor, action access.Action, find func(ctx context.Context, organisation int64, id string) (intake.Upload, error)) (intake.Upload, error) {
	id := chi.URLParam(r, "id")
	if !uploadID.MatchString(id) {
		return intake.Upload{}, intake.NoUpload()
	}
	organisation, err := s.Stock.Uploads.Owner(r.Context(), id)
	if err != nil {
		return intake.Upload{}, err
	}
	if err := access.May(v.Who, action, access.Subject{Organisation: organisation}, v.now); err != nil {
		var known *plans.Error
		if errors.As(err, &known) && known.Code == "not-yours" {
			err = intake.NoUpload()
		}
		return intake.Upload{}, err
	}
	return find(r.Context(), organisation, id)
}

// uploadID is what the ids of uploads look like.
var uploadID = regexp.MustCompile(`^[a-z2-7]{26}$`)

// associations are those with whose homes somebody may do this.
func (s *site) associations(ctx context.Context, v visitor, action access.Action) ([]access.Body, error) {
	return s.Doors.Roles.Bodies(ctx, organisationsFor(v, action), nil)
}

// read notes that what a file says of single homes was read.
func (s stocks) read(r *http.Request, v visitor, up intake.Upload, what string) error {
	detail, err := audit.DetailOf(map[string]any{audit.Of: []int64{up.Organisation}, "task": "read", "read": what, "sha256": up.SHA256})
	if err != nil {
		return err
	}
	_, err = s.Stock.Trail.Record(r.Context(), audit.Entry{Who: audit.Account(v.Account), Action: string(access.UploadStock), Kind: "upload", Ref: up.ID, Detail: detail, Request: requestID(r)})
	return err
}

// template is a file without rows, with every heading that is understood.
func (s stocks) template(w http.ResponseWriter, r *http.Request, _ visitor) error {
	var head []string
	for _, f := range home.Fields {
		if f.Name != "parent-uprn" || f.Required {
			head = append(head, f.Name)
		}
	}
	sendPrivateCSV(w, r, "homes-template", [][]string{append(head, "easting", "northing")})
	return nil
}

// problems is a copy of the file that says what is wrong with each row.
func (s stocks) problems(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.UploadStock)
	if err != nil {
		return err
	}
	if up.Checked == nil || up.Stage == intake.Unfit {
		return notChecked()
	}
	if err := s.read(r, v, up, "problems"); err != nil {
		return err
	}
	streamed(w, "text/csv; charset=utf-8", up.ID+"-problems.csv")
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), uploadTime)
	defer done()
	return s.whole(r, s.Stock.Uploads.Annotate(ctx, up, r.URL.Query().Get("rows") != "all", longer(w)))
}

// changes is what a file does to each home, a line a fact.
func (s stocks) changes(w http.ResponseWriter, r *http.Request, v visitor) error {
	return s.part(w, r, v, "changes", "text/csv; charset=utf-8", "-changes.csv")
}

// points are where the homes of a file lie, as GeoJSON.
func (s stocks) points(w http.ResponseWriter, r *http.Request, v visitor) error {
	return s.part(w, r, v, "points", mediaTypes[asGeoJSON][0], "")
}

func (s stocks) part(w http.ResponseWriter, r *http.Request, v visitor, kind, mediaType, suffix string) error {
	up, err := s.may(r, v, access.UploadStock)
	if err != nil {
		return err
	}
	if up.Checked == nil || up.Stage == intake.Unfit {
		return notChecked()
	}
	if err := s.read(r, v, up, kind); err != nil {
		return err
	}
	name := ""
	if suffix != "" {
		name = up.ID + suffix
	}
	streamed(w, mediaType, name)
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), uploadTime)
	defer done()
	return s.whole(r, s.Stock.Uploads.UploadPart(ctx, up.Organisation, up.ID, kind, longer(w)))
}

// whole ends an answer that has begun: where it cannot be whole the connection is cut, so that nobody takes a part for all of it.
func (s stocks) whole(r *http.Request, err error) error {
	if err == nil {
		return nil
	}
	s.Logger.ErrorContext(r.Context(), "a download broke off", "request", requestID(r), "route", routeOf(r), "error", err.Error())
	panic(http.ErrAbortHandler)
}

func streamed(w http.ResponseWriter, mediaType, name string) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", serve.Private)
	if name != "" {
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
}

// longer lets a download go on for as long as somebody takes it in.
func longer(w http.ResponseWriter) io.Writer { return &lasting{w, http.NewResponseController(w)} }

type lasting struct {
	to      http.ResponseWriter
	control *http.ResponseController
}

func (l *lasting) Write(b []byte) (int, error) {
	_ = l.control.SetWriteDeadline(time.Now().Add(time.Minute)) // a recorder in tests has none
	return l.to.Write(b)
}

func notChecked() error {
	return &plans.Error{Kind: plans.Conflict, Code: "not-checked", Message: "This file was not checked yet, or cannot be read.", Remedy: "Have it checked first."}
}

// list shows the files of the associations that somebody is an officer of.
func (s stocks) list(w http.ResponseWriter, r *http.Request, v visitor) error {
	view, err := s.listView(r, v)
	if err != nil {
		return err
	}
	return s.showPrivate(w, r, http.StatusOK, "stock/list.html", view)
}
