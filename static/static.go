// Package static holds what the browser gets: the built front end and the HTML templates, embedded.
//
// It imports nothing of ours and serves nothing itself: plans/web renders the templates and serves Dist under /static/.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

//go:embed templates
var templates embed.FS

// Dist is the built front end, without the leading "dist". Before the first `npm run build` it holds a placeholder only.
var Dist = sub(dist, "dist")

// Templates are the html/template files, named as in the templates folder: "layout.html", "area/page.html".
var Templates = sub(templates, "templates")

// Build is the front end that is embedded in this program.
var Build = must(ReadManifest(Dist))

func sub(files embed.FS, folder string) fs.FS { return must(fs.Sub(files, folder)) }

// must is for what cannot fail in a program that compiled: the folders are embedded, the manifest is written by the build.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
