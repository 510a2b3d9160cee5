package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/tiles/serve"
)

// referenceIn reads the reference that an organisation gave a thing in its own register, by which links find it here.
func referenceIn(q query) (reference, organisation string, err error) {
	if reference, err = q.one("reference"); err != nil {
		return "", "", err
	}
	if organisation, err = q.one("organisation"); err != nil {
		return "", "", err
	}
	if organisation != "" && reference == "" {
		return "", "", plans.Refuse("missing-reference", "reference", "There is an organisation, but no reference.", "Give both, or neither.")
	}
	return reference, organisation, nil
}

func refsOf[T any](found []T, ref func(T) string) []string {
	refs := make([]string, len(found))
	for i, one := range found {
		refs[i] = ref(one)
	}
	return refs
}

// redirectToOne leads from a reference to the page of the one thing that has it, in the same representation.
func redirectToOne(w http.ResponseWriter, r *http.Request, noun string, as format, reference string, refs []string) error {
	switch len(refs) {
	case 0:
		return &plans.Error{Kind: plans.NotFound, Code: "not-found", Field: "reference",
			Message: "Nothing here has the reference \"" + shorten(reference) + "\".", Remedy: "Look through /" + noun + "."}
	case 1:
		path := "/" + noun + "/" + refs[0]
		if chi.URLParam(r, "suffix") != "" {
			path += "." + string(as)
		}
		w.Header().Set("Cache-Control", serve.Fresh)
		http.Redirect(w, r, path, http.StatusFound)
		return nil
	}
	return &plans.Error{Kind: plans.Conflict, Code: "ambiguous-reference", Field: "reference",
		Message: "Several organisations use the reference \"" + shorten(reference) + "\".", Remedy: "Add organisation= with one of theirs."}
}
