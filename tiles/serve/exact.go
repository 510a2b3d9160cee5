package serve

import "net/http"

// notSignedIn refuses those whose view is not known.
func notSignedIn() *Error {
	return &Error{Status: http.StatusForbidden, code: "not-signed-in", Message: "Exact tiles are for those who may see them.",
		Remedy: "Sign in, or ask for the public's tiles at /tiles/{tileset}/{z}/{x}/{y}.mvt."}
}
