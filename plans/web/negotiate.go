package web

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"terrier/plans"
)

// format is one representation of a resource.
type format string

const (
	asPage    format = "html"
	asGeoJSON format = "geojson"
	asJSON    format = "json"
	asCSV     format = "csv"
)

// mediaTypes are the names under which readers ask for each format, the one that is sent first.
var mediaTypes = map[format][]string{
	asPage:    {"text/html", "application/xhtml+xml"},
	asGeoJSON: {"application/geo+json", "application/vnd.geo+json", "application/json"},
	asJSON:    {"application/json"},
	asCSV:     {"text/csv"},
}

// choose picks the representation that the reader likes best (RFC 9110 section 12.5.1), the earlier offer where several are
// liked alike. Where none will do, the error names those there are.
func choose(w http.ResponseWriter, r *http.Request, offers ...format) (format, error) {
	w.Header().Add("Vary", "Accept")
	accepted := readAccept(r.Header.Values("Accept"))
	best, bestWeight := format(""), 0.0
	for _, offer := range offers {
		weight := 0.0
		for _, mediaType := range mediaTypes[offer] {
			weight = max(weight, accepted.weight(mediaType))
		}
		if weight > bestWeight {
			best, bestWeight = offer, weight
		}
	}
	if best != "" {
		return best, nil
	}
	return "", notAcceptable(offers)
}

func notAcceptable(offers []format) error {
	var there []string
	for _, offer := range offers {
		there = append(there, mediaTypes[offer][0])
	}
	return refuse(http.StatusNotAcceptable, "not-acceptable", "Accept",
		"None of the kinds of answer that were asked for is to be had here.", "Ask for "+strings.Join(there, ", ")+", or leave Accept out.")
}

// split takes a suffix such as .csv off the last part of an address. found is asPage where there is none; one that is none of
// the offers is an error. Refs have no full stop in them.
func split(name string, offers ...format) (ref string, found format, err error) {
	suffix := path.Ext(name)
	if suffix == "" {
		return name, "", nil
	}
	for _, offer := range offers {
		if suffix == "."+string(offer) && offer != asPage {
			return strings.TrimSuffix(name, suffix), offer, nil
		}
	}
	var there []string
	for _, offer := range offers {
		if offer != asPage {
			there = append(there, "."+string(offer))
		}
	}
	return "", "", &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "There is nothing that ends in " + shorten(suffix) + " here.",
		Remedy: "There are addresses ending in " + strings.Join(there, " and ") + ", and the page without any ending."}
}

// suffixed takes a part of the path apart: what it names, and the representation that it ends in or else the reader likes best.
func suffixed(w http.ResponseWriter, r *http.Request, part string, offers ...format) (name string, as format, err error) {
	name, as, err = split(pathPart(r, part), offers...)
	if err == nil && as == "" {
		as, err = choose(w, r, offers...)
	}
	return name, as, err
}

// wantsPage says whether a problem is shown as a page: to who names HTML and likes it no less than JSON, at an
// address that is not that of data.
func wantsPage(r *http.Request) bool {
	if isEmbed(r) { // a frame shows pages only
		return true
	}
	switch path.Ext(r.URL.Path) {
	case ".geojson", ".json", ".csv", ".mvt":
		return false
	}
	accepted := readAccept(r.Header.Values("Accept"))
	other := max(accepted.weight("application/problem+json"), accepted.weight("application/json"))
	return accepted.names("text/html") && accepted.weight("text/html") >= other
}

// accept is a parsed Accept header: media ranges with their weights.
type accept []mediaRange

type mediaRange struct {
	kind   string // "text/html", "text/*" or "*/*"
	weight float64
}

// readAccept leaves out what it cannot read; without any range everything is welcome.
func readAccept(headers []string) accept {
	var ranges accept
	for _, one := range strings.Split(strings.Join(headers, ","), ",") {
		kind, parameters, err := mime.ParseMediaType(one)
		if err != nil || !strings.Contains(kind, "/") {
			continue
		}
		weight := 1.0
		if q, ok := parameters["q"]; ok {
			if weight, err = strconv.ParseFloat(q, 64); err != nil || !(weight >= 0 && weight <= 1) {
				continue
			}
		}
		ranges = append(ranges, mediaRange{kind, weight})
	}
	if len(ranges) == 0 {
		return accept{{"*/*", 1}}
	}
	return ranges
}

// weight is that of the most specific range that a media type falls under.
func (a accept) weight(mediaType string) float64 {
	major, _, _ := strings.Cut(mediaType, "/")
	for _, kind := range []string{mediaType, major + "/*", "*/*"} {
		for _, r := range a {
			if r.kind == kind {
				return r.weight
			}
		}
	}
	return 0
}

func (a accept) names(mediaType string) bool {
	for _, r := range a {
		if r.kind == mediaType && r.weight > 0 {
			return true
		}
	}
	return false
}
