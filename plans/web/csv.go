package web

import (
	"bytes"
	"encoding/csv"
	"net/http"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/plans/intake"
	"terrier/tiles/serve"
)

// sendCSV sends a table (RFC 4180, UTF-8). With the query's bom=yes a byte order mark comes first, for spreadsheets that would
// take another encoding for granted.
func sendCSV(w http.ResponseWriter, r *http.Request, name string, rows [][]string) {
	body := csvOf(w, r, name, rows)
	serve.Send(w, r, serve.Answer{Type: mediaTypes[asCSV][0] + "; charset=utf-8", Cache: serve.Fresh, Body: body})
}

// sendPrivateCSV sends one that no cache keeps.
func sendPrivateCSV(w http.ResponseWriter, r *http.Request, name string, rows [][]string) {
	body := csvOf(w, r, name, rows)
	send(w, r, http.StatusOK, mediaTypes[asCSV][0]+"; charset=utf-8", body)
}

func csvOf(w http.ResponseWriter, r *http.Request, name string, rows [][]string) []byte {
	var body bytes.Buffer
	if r.URL.Query().Get("bom") == "yes" {
		body.WriteString("\uFEFF")
	}
	writer := csv.NewWriter(&body)
	writer.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = intake.Neutralise(cell)
		}
		_ = writer.Write(safe) // a bytes.Buffer takes everything
	}
	writer.Flush()
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	return body.Bytes()
}

// table makes rows of features: a heading from the names of their facts, then the geometry as WKT in WGS 84. Every feature has
// the same facts.
func table(head []fact, features []feature) [][]string {
	rows := [][]string{{}}
	for _, f := range head {
		rows[0] = append(rows[0], f.name)
	}
	rows[0] = append(rows[0], "geometry")
	for _, f := range features {
		row := make([]string, 0, len(rows[0]))
		for _, fact := range f.facts {
			row = append(row, fact.text)
		}
		rows = append(rows, append(row, asWKT(f.shape)))
	}
	return rows
}

func asWKT(g orb.Geometry) string {
	if g == nil {
		return ""
	}
	return wkt.MarshalString(roundDegrees(g))
}

// roundDegrees rounds to the decimals of our GeoJSON, so that both formats say the same.
func roundDegrees(g orb.Geometry) orb.Geometry {
	const scale = 1e9
	return orb.Round(orb.Clone(g), scale)
}
