package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"terrier/plans"
	"terrier/plans/area"
	"terrier/tiles/serve"
)

// versions are the shapes that an area has had.
func (a areas) versions(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asJSON)
	if err != nil {
		return err
	}
	if _, err := readQuery(r); err != nil {
		return err
	}
	ref, err := refIn(r, "plan area")
	if err != nil {
		return err
	}
	one, err := a.Areas.Area(r.Context(), ref)
	if err != nil {
		return err
	}
	versions, err := a.Areas.AreaVersions(r.Context(), ref)
	if err != nil {
		return err
	}
	if as == asPage {
		return a.versionsPage(w, r, one, versions)
	}
	body, err := json.Marshal(map[string]any{"area": ref, "versions": versionDocuments(versions)})
	if err != nil {
		return err
	}
	sendFresh(w, r, "application/json", append(body, '\n'))
	return nil
}

// sendFresh sends what everybody may read and every cache may keep for a moment.
func sendFresh(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	serve.Send(w, r, serve.Answer{Type: contentType, Cache: serve.Fresh, Body: body})
}

type versionDocument struct {
	Number    int     `json:"number"`
	Status    string  `json:"status"`
	CreatedAt string  `json:"created-at"`
	Author    string  `json:"author"`
	Reason    string  `json:"reason"`
	Parent    int     `json:"parent,omitempty"`
	Hectares  float64 `json:"hectares"`
	SHA256    string  `json:"sha256"`
}

func versionDocuments(versions []area.Version) []versionDocument {
	documents := make([]versionDocument, len(versions))
	for i, v := range versions {
		documents[i] = versionDocument{v.Number, v.Status, v.CreatedAt.UTC().Format("2006-01-02T15:04:05Z"), v.Author, v.Reason, v.Parent,
			plans.Round(v.Hectares, 1), v.SHA256}
	}
	return documents
}

type versionsView struct {
	Page
	Area     area.Area
	Versions []versionRow
}

type versionRow struct {
	area.Version
	StatusName string
	Day        string
}

func (a areas) versionsPage(w http.ResponseWriter, r *http.Request, one area.Area, versions []area.Version) error {
	page, _ := a.frame(r.Context(), "areas", "Versions of "+area.Title(one.Name), "/areas/"+one.Ref+"/versions")
	view := versionsView{Page: page, Area: one}
	for _, v := range versions {
		view.Versions = append(view.Versions, versionRow{v, strings.ToUpper(v.Status[:1]) + v.Status[1:], longDate(v.CreatedAt)})
	}
	return a.show(w, r, "area/versions.html", view)
}
