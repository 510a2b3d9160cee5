package serve_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"terrier/tiles/serve"
)

// byName clears who gives a name, as a session would.
func byName(r *http.Request) (view string, err error) {
	if r.Header.Get("Name") == "broken" {
		return "", errors.New("the accounts are away")
	}
	return r.Header.Get("Name"), nil
}

func TestExact(t *testing.T) {
	public, exact := &country{bytes: 1000}, &country{bytes: 1000}
	s, h := site(public, func(c *serve.Config) { c.Exact, c.Clearance = exact, byName })
	p := "/exact" + path("homes", leeds)

	t.Run("is in the view of who asks", func(t *testing.T) {
		for _, name := range []string{"fold", "harbour", "fold"} {
			w := get(h, p, "Name", name)
			wantStatus(t, w, 200)
			if body := string(unzip(t, w.Result())); !strings.Contains(body, `"`+name+`"`) {
				t.Errorf("%s was given %.60s", name, body)
			}
		}
		if exact.asked.Load() != 3 || public.asked.Load() != 0 {
			t.Errorf("made %d times from the exact store and %d times from the public's, want 3 and 0", exact.asked.Load(), public.asked.Load())
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
	})
	t.Run("is described with its own address", func(t *testing.T) {
		if w := get(h, "/exact/homes.json", "Name", "fold"); !strings.Contains(string(unzip(t, w.Result())), `"https://maps.example/tiles/exact/homes/{z}/{x}/{y}.mvt"`) {
			t.Errorf("%s", w.Body)
		}
	})
	t.Run("is refused to who is not cleared", func(t *testing.T) {
		asked := exact.asked.Load()
		for _, c := range []struct {
			name   string
			status int
		}{{"", 403}, {"broken", 500}} {
			for _, path := range []string{p, "/exact/homes.json", "/exact/nothing.json", "/exact/nothing/0/0/0.mvt"} {
				wantStatus(t, get(h, path, "Name", c.name), c.status)
			}
		}
		if exact.asked.Load() != asked {
			t.Error("a tile was made nevertheless")
		}
	})
}

func TestExactRefusesEveryone(t *testing.T) {
	for name, change := range map[string]func(*serve.Config){
		"as it comes":       nil,
		"without Clearance": func(c *serve.Config) { c.Exact = &country{} },
		"without a source":  func(c *serve.Config) { c.Clearance = byName },
	} {
		_, h := site(&country{}, change)
		for _, path := range []string{"/exact" + path("homes", leeds), "/exact/homes.json"} {
			if w := get(h, path, "Name", "fold"); w.Code != 403 || w.Body.String() != "not-signed-in\n" {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
		}
	}
}
