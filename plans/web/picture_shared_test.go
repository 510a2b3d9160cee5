package web_test

import (
	"image/png"
	"strings"
	"testing"
)

// TestSharedPages holds that pages whose address is passed on name a picture that is there, and say what their page says.
func TestSharedPages(t *testing.T) {
	site := populated(t).site()
	get(t, site, valeFigure+"?"+valeQuestion).status(200)
	for path, says := range map[string]string{
		"/areas/hollin-vale": "60 homes in Hollin Vale plan area.", "/assets/chapel-fold-hall": "A community asset: Hall.", "/associations/ashdale-homes": "60 homes", valeFigure: "60 homes in Hollin Vale plan area.",
		"/associations/quiet-homes": "No figure here",
	} {
		p := get(t, site, path, "Accept", browser).status(200).page()
		about, picture := attr(p.one("meta[name=description]"), "content"), attr(p.one("meta[property=og:image]"), "content")
		if !strings.Contains(about, says) || attr(p.one("meta[property=og:description]"), "content") != about {
			t.Errorf("%s says %q of itself", path, about)
		}
		rest, ok := strings.CutPrefix(picture, publicURL)
		if !ok {
			t.Fatalf("%s: the picture is at %q", path, picture)
		}
		if m, err := png.DecodeConfig(get(t, site, rest).status(200).Body); err != nil || m.Width != 1200 || m.Height != 630 {
			t.Errorf("%s: %v, %v", path, m, err)
		}
	}
	if metas := get(t, site, "/areas", "Accept", browser).page().all("meta[property=og:image]"); len(metas) != 0 {
		t.Error("a list has a picture")
	}
}
