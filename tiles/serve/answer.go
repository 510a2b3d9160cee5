package serve

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"terrier/tiles/archive"
)

// Answer is a whole answer, ready to be sent.
type Answer struct {
	Type  string // content type
	Cache string // Cache-Control
	Body  []byte
}

// How long caches may keep what the registers say. A home newly marked withheld must leave every well-behaved cache within
// 60 seconds, so nothing that homes show in may be kept longer.
const (
	Fresh     = "public, max-age=60"
	Slow      = "public, max-age=3600"                // nothing of any home is in it
	Immutable = "public, max-age=31536000, immutable" // its address changes with its bytes
	Never     = "no-store"
)

// leastCompressed is the length in bytes under which gzip gains nothing: such a body fits one packet as it is.
const leastCompressed = 512

// Send answers with 200 and the body, or with 304 where the reader has those very bytes. The body is compressed where the
// reader takes gzip and the type gains from it; the entity tag is a strong hash of the bytes as sent, so that it is the same on
// every server and each encoding has its own. The body of a HEAD request is left out, its headers are those of GET.
func Send(w http.ResponseWriter, r *http.Request, a Answer) {
	h := w.Header()
	h.Set("Content-Type", a.Type)
	h.Set("Cache-Control", a.Cache)
	h.Add("Vary", "Accept-Encoding")
	body := a.Body
	if len(body) >= leastCompressed && compressible(a.Type) && takesGzip(r) {
		body = archive.Compress(body, archive.Kept)
		h.Set("Content-Encoding", "gzip")
	}
	tag := ETag(body)
	h.Set("ETag", tag)
	if matches(r.Header.Values("If-None-Match"), tag) && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader that has gone away is no fault of ours
	}
}

// ETag is the strong entity tag of these bytes.
func ETag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// matches compares as RFC 9110 section 13.1.2 asks for GET: weakly, since a cache may have weakened our tag.
func matches(headers []string, tag string) bool {
	for _, one := range strings.Split(strings.Join(headers, ","), ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == "*" || one == tag {
			return true
		}
	}
	return false
}

func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case "application/vnd.mapbox-vector-tile", "image/svg+xml", "application/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json")
}

// takesGzip reads Accept-Encoding (RFC 9110 section 12.5.3): gzip named with a weight above zero, or else by the star.
func takesGzip(r *http.Request) bool {
	star := false
	for _, one := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, parameters, _ := strings.Cut(one, ";")
		weight := 1.0
		if _, q, ok := strings.Cut(strings.ToLower(parameters), "q="); ok {
			weight, _ = strconv.ParseFloat(strings.TrimSpace(q), 64)
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return weight > 0
		case "*":
			star = weight > 0
		}
	}
	return star
}
