package serve_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// exactly answers who gives a name with tiles of their own, as a server that knows sessions would.
func exactly(public *country, change func(*serve.Config)) (*serve.Server, http.Handler, map[string]*country) {
	var problem func(http.ResponseWriter, *http.Request, error)
	s, open := site(public, func(c *serve.Config) {
		problem = c.Problem
		if change != nil {
			change(c)
		}
	})
	own := map[string]*country{"fold": {bytes: 1000, of: "fold"}, "harbour": {bytes: 1000, of: "harbour"}}
	r := chi.NewRouter()
	handle := func(h func(http.ResponseWriter, *http.Request, serve.ExactMaker) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r, own[r.Header.Get("Name")]); err != nil {
				problem(w, r, err)
			}
		}
	}
	r.Get("/exact/{document}", handle(s.ExactDocument))
	r.Get("/exact/{tileset}/{z}/{x}/{row}", handle(s.ExactTile))
	r.Mount("/", open)
	return s, r, own
}

func TestExact(t *testing.T) {
	public := &country{bytes: 1000}
	s, h, own := exactly(public, nil)
	p := "/exact" + path("homes", leeds)

	t.Run("is what its reader may see", func(t *testing.T) {
		for _, name := range []string{"fold", "harbour", "fold"} {
			w := get(h, p, "Name", name)
			wantStatus(t, w, 200)
			if body := string(unzip(t, w.Result())); !strings.Contains(body, `"`+name+`"`) {
				t.Errorf("%s was given %.60s", name, body)
			}
		}
		if own["fold"].asked.Load() != 2 || own["harbour"].asked.Load() != 1 || public.asked.Load() != 0 {
			t.Errorf("made %d, %d and %d times, want 2, 1 and 0", own["fold"].asked.Load(), own["harbour"].asked.Load(), public.asked.Load())
		}
	})
	t.Run("is not kept, here or elsewhere", func(t *testing.T) {
		if common, rare, n := s.Held(); common+rare != 0 || n != 0 {
			t.Errorf("%d tiles are kept", n)
		}
		for _, path := range []string{p, "/exact/homes.json"} {
			if got := get(h, path, "Name", "fold").Header().Get("Cache-Control"); got != "private, no-store" {
				t.Errorf("%s: Cache-Control %s", path, got)
			}
		}
	})
	t.Run("does not show in the public's tiles", func(t *testing.T) {
		for range 2 {
			w := get(h, path("homes", leeds), "Name", "fold")
			if body := string(unzip(t, w.Result())); !strings.Contains(body, `""`) || w.Header().Get("Cache-Control") != serve.Fresh {
				t.Errorf("the public was given %.60s, %v", body, w.Header())
			}
		}
		if body := string(unzip(t, get(h, p, "Name", "fold").Result())); !strings.Contains(body, `"fold"`) {
			t.Errorf("fold was given %.60s from what is kept for the public", body)
		}
	})
	t.Run("takes filters", func(t *testing.T) {
		w := get(h, p+"?tenure=shared", "Name", "fold")
		if body := string(unzip(t, w.Result())); !strings.Contains(body, "tenure=shared") {
			t.Errorf("%.60s", body)
		}
		wantStatus(t, get(h, p+"?tenure=castle", "Name", "fold"), 400)
	})
	t.Run("is described with its own address", func(t *testing.T) {
		body := string(unzip(t, get(h, "/exact/homes.json", "Name", "fold").Result()))
		if !strings.Contains(body, `"https://maps.example/tiles/exact/homes/{z}/{x}/{y}.mvt"`) || !strings.Contains(body, `"home_square"`) {
			t.Errorf("%s", body)
		}
		if strings.Contains(body, "protected") {
			t.Errorf("exact tiles are said to hold blurred figures: %s", body)
		}
	})
	t.Run("is of homes and of nothing else", func(t *testing.T) {
		for _, path := range []string{"/exact/overlay.json", "/exact" + path("overlay", leeds), "/exact/basemap.json", "/exact" + path("nothing", leeds)} {
			wantStatus(t, get(h, path, "Name", "fold"), 404)
		}
	})
	t.Run("tells what is wrong", func(t *testing.T) {
		wantStatus(t, get(h, "/exact/homes/3/9/1.mvt", "Name", "fold"), 400)
		wantStatus(t, get(h, "/exact/homes/3/1/1.png", "Name", "fold"), 404)
		own["fold"].before = func(context.Context, layer.Request) error { return errors.New("out of order") }
		wantStatus(t, get(h, p, "Name", "fold"), 500)
	})
}

// Where the public's homes come from an archive, exact ones are drawn all the same.
func TestExactBesideAnArchive(t *testing.T) {
	a, _ := anArchive(t)
	_, h, _ := exactly(&country{bytes: 1000}, func(c *serve.Config) { c.Archives = map[string]*archive.Archive{"homes": a} })
	w := get(h, "/exact"+path("homes", leeds), "Name", "fold")
	wantStatus(t, w, 200)
	if body := string(unzip(t, w.Result())); !strings.Contains(body, `"fold"`) {
		t.Errorf("%.60s", body)
	}
}

// Ready is where a source sees to what has to be done before.
func (c *country) Ready(context.Context, layer.Request) error { return nil }
