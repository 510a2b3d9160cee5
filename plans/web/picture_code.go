package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"rsc.io/qr"

	"terrier/plans"
	still "terrier/tiles/picture"
	"terrier/tiles/serve"
)

// longestPage is the most bytes of a page's address that a code takes: beyond it a telephone does not read it from paper.
const longestPage = 300

// code is a QR code (ISO/IEC 18004) that leads to a page of this server.
func (p pictures) code(w http.ResponseWriter, r *http.Request) error {
	suffix := pathPart(r, "suffix")
	kind := pictureTypes[suffix]
	if kind == "" {
		return noPictureType()
	}
	q, err := readQuery(r, "page")
	if err != nil {
		return err
	}
	page, err := q.one("page")
	if err != nil {
		return err
	}
	if err := isOwnPage(page); err != nil {
		return err
	}
	made, err := qr.Encode(p.PublicURL+page, qr.M)
	if err != nil {
		return fmt.Errorf("make a code for %s: %w", page, err)
	}
	scene := still.Code(made.Size, made.Black)
	scene.Title, scene.About = "Code for "+page, "A code for telephones that leads to "+p.PublicURL+page
	body := still.SVG(scene)
	if suffix == "png" {
		body = still.PNG(scene, 1)
	}
	serve.Send(w, r, serve.Answer{Type: kind, Cache: serve.Slow, Body: body})
	return nil
}

// isOwnPage refuses what is no path of a public page here: a code must not lead elsewhere under our name.
func isOwnPage(page string) error {
	at, err := url.Parse(page)
	wrong := ""
	switch {
	case page == "":
		wrong = "No page was named."
	case len(page) > longestPage:
		wrong = fmt.Sprintf("The address is longer than %d bytes.", longestPage)
	case err != nil || at.IsAbs() || at.Host != "" || !strings.HasPrefix(page, "/") || strings.HasPrefix(page, "//") || strings.ContainsAny(page, "\\ \t\r\n"):
		wrong = fmt.Sprintf("%q is no page of this server.", shorten(page))
	case isPrivate(at.Path):
		wrong = "That page is not for everybody."
	default:
		return nil
	}
	return plans.Refuse("bad-page", "page", wrong, "Give the path of a page here, such as page=/areas/hollin-vale.")
}
