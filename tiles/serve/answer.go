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
	Private   = "private, no-store" // for one reader only
)

// leastCompressed is the length in bytes under which gzip gains nothing: such a body fits one packet as it is.
const leastCompressed = 512

// Send answers with 200 and the body, or with 304 where the reader has those very bytes. The body is compressed where the
// reader takes gzip and the type gains from it; the entity tag is a strong hash of the bytes as sent, so that it is the same on
// every server and each encoding has its own. The body of a HEAD request is left out, its headers are those of GET.
func Send(w http.ResponseWriter, r *http.Request, a Answer) {
	body, gzipped := a.Body, false
	if len(body) >= leastCompressed && compressible(a.Type) && takesGzip(r) {
		body, gzipped = archive.Compress(body, archive.Kept), true
	}
	encode(a.Type, body, gzipped).send(w, r, []string{a.Cache})
}

// encoded is an answer as it is sent, whoever asks for it: the body in its encoding, and the values of the headers that depend on
// it. It is shared, and never changed after it is made.
type encoded struct {
	body                        []byte
	kind, encoding, tag, length []string // one value each; encoding is nil where there is none
}

var (
	gzipEncoding = []string{"gzip"}
	varies       = []string{"Accept-Encoding"}
)

func encode(contentType string, body []byte, gzipped bool) *encoded {
	e := &encoded{body: body, kind: []string{contentType}, tag: []string{ETag(body)}, length: []string{strconv.Itoa(len(body))}}
	if gzipped {
		e.encoding = gzipEncoding
	}
	return e
}

// send writes the header's map itself, which takes no memory for each answer. The keys are in their canonical spelling.
func (e *encoded) send(w http.ResponseWriter, r *http.Request, cache []string) {
	h := w.Header()
	h["Cache-Control"] = cache
	if vary := h["Vary"]; vary == nil {
		h["Vary"] = varies
	} else {
		h["Vary"] = append(vary, varies...)
	}
	h["Etag"] = e.tag
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && matches(r.Header["If-None-Match"], e.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = e.kind
	h["Content-Length"] = e.length
	if e.encoding != nil {
		h["Content-Encoding"] = e.encoding
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(e.body) // a reader that has gone away is no fault of ours
	}
}

// ETag is the strong entity tag of these bytes.
func ETag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// matches compares as RFC 9110 section 13.1.2 asks for GET: weakly, since a cache may have weakened our tag.
func matches(headers []string, tag string) bool {
	for _, header := range headers {
		for one := range strings.SplitSeq(header, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if one == "*" || one == tag {
				return true
			}
		}
	}
	return false
}

func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case TileType, "image/svg+xml", "application/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json")
}

// takesGzip reads Accept-Encoding (RFC 9110 section 12.5.3): gzip named with a weight above zero, or else by the star.
func takesGzip(r *http.Request) bool {
	star := false
	for _, header := range r.Header["Accept-Encoding"] {
		for one := range strings.SplitSeq(header, ",") {
			coding, parameters, _ := strings.Cut(one, ";")
			coding = strings.TrimSpace(coding)
			switch {
			case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
				return weight(parameters) > 0
			case coding == "*":
				star = weight(parameters) > 0
			}
		}
	}
	return star
}

// weight is what q gives, 1 where it is not there and 0 where it is no number.
func weight(parameters string) float64 {
	if parameters == "" {
		return 1
	}
	_, q, ok := strings.Cut(strings.ToLower(parameters), "q=")
	if !ok {
		return 1
	}
	weight, _ := strconv.ParseFloat(strings.TrimSpace(q), 64)
	return weight
}
