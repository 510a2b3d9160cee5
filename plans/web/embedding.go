package web

import (
	"net/http"
)

type recipesView struct {
	Page
	Example string // what the snippets show; "" where there is nothing to show
	Share   string
	// The snippets: Fixed is a frame of so many pixels.
	Frame, Fixed, Element, WordPress, Picture string
}

// recipes say how a map is put on a website, for each of the programs that villages use, by a real place of this server.
func (s shares) recipes(w http.ResponseWriter, r *http.Request) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	page, _ := s.frame(r.Context(), "", "Put a map on your website", "/embedding")
	view := recipesView{Page: page}
	all, err := s.lists.get(r.Context())
	if err != nil {
		return err
	}
	kind, ref := "", ""
	switch {
	case len(all.areas) > 0:
		kind, ref = "areas", all.areas[0].Ref
		for _, one := range all.areas { // a plan that is made shows most
			if one.Status == "made" {
				ref = one.Ref
				break
			}
		}
	case len(all.assets) > 0:
		kind, ref = "assets", all.assets[0].Ref
	}
	if kind != "" {
		x, err := s.exhibit(r.Context(), kind, ref)
		if err != nil {
			return err
		}
		c, err := readChosen(query{}, x)
		if err != nil {
			return err
		}
		view.Example, view.Share = x.Heading, "/share"+x.Path
		view.Frame, view.Element, view.WordPress, view.Picture = frameSnippet(s.site, x, c), elementSnippet(s.site, x, c), s.PublicURL+x.Path, pictureSnippet(s.site, x, c)
		c.width, c.height = oembedWidth, oembedHeight // for builders that fix the height
		view.Fixed = frameSnippet(s.site, x, c)
	}
	return s.show(w, r, "share/recipes.html", view)
}
