package web

import "net/http"

// howView explains what the public is told of homes.
type howView struct {
	Page
	Release string // "" where there is none
	Built   string
	Cells   int
}

func (h homes) how(w http.ResponseWriter, r *http.Request) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	page, _ := h.frame(r.Context(), "homes", "How homes are counted", "/homes/how")
	view := howView{Page: page}
	if t := h.table(); t != nil {
		view.Release, view.Built, view.Cells = t.Name, longDate(t.BuiltAt.In(london)), len(t.Cells)
	}
	return h.show(w, r, "home/how.html", view)
}
