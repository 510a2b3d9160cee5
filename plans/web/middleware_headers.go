package web

import (
	"net/http"
	"strings"
)

// policy is the Content-Security-Policy of every answer: nothing of another origin, no inline script or style. Map libraries
// start workers from blobs and draw pictures from them. Who may frame an answer is added by headers.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"font-src 'self'; frame-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "

// headers sets what every answer carries for the safety of its reader. Embeds may be framed by anyone, pages by nobody.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if isEmbed(r) {
			framedBy(h, nil)
		} else {
			h.Set("Content-Security-Policy", policy+"frame-ancestors 'none'")
			h.Set("X-Frame-Options", "DENY")
		}
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		next.ServeHTTP(w, r)
	})
}

// embedPolicy is that of embeds: less, for they have no form, no font and no worker.
var embedPolicy = "default-src 'none'; script-src 'self' " + aheadHash + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "

// framedBy says which sites may show an embed in a frame: those that are named, or all.
func framedBy(h http.Header, hosts []string) {
	if len(hosts) == 0 {
		hosts = []string{"*"}
	}
	h.Set("Content-Security-Policy", embedPolicy+strings.Join(hosts, " "))
}

func isPrivate(path string) bool {
	for _, root := range privateRoots {
		if path == root || strings.HasPrefix(path, root+"/") || strings.HasPrefix(path, root+".") {
			return true
		}
	}
	if below, ok := strings.CutPrefix(path, "/maps/"); ok { // what an owner does to a map
		return strings.Contains(below, "/")
	}
	return false
}

// exposed are the headers that scripts of other sites may read.
const exposed = "ETag, Link, X-Request-Id, Retry-After"

// cors opens every answer to scripts of other sites where all of it is public, and no cookie is ever looked at. It also answers the
// question that browsers put before a POST of JSON.
func cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isPrivate(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", exposed)
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Allow", "GET, HEAD, POST, OPTIONS")
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	})
}
