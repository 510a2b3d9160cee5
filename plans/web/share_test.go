package web_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"terrier/plans/web"
)

// allRoutes are all routes there are, with something in their parameters.
func allRoutes() (all []string) {
	fill := map[string]string{"suffix": "json", "ref": "hollin-vale", "token": strings.Repeat("A", 43), "account": "1", "document": "homes.json", "tileset": "homes", "z": "10", "x": "507", "row": "330.mvt", "id": "0", "kind": "areas", "number": "1"}
	for _, route := range slices.Sorted(maps.Keys(web.Asks)) {
		all = append(all, strings.ReplaceAll(parameter.ReplaceAllStringFunc(route, func(p string) string { return fill[p[1:len(p)-1]] }), "*", "favicon.svg"))
	}
	return all
}

func TestShare(t *testing.T) {
	site := populated(t).site()
	p := get(t, site, "/share/areas/hollin-vale", "Accept", browser).status(200).page()
	box := func(key string) string { return textOf(p.one("textarea[data-snippet=" + key + "]")) }
	if got := box("iframe"); got != `<iframe src="https://terrier.example/embed/areas/hollin-vale" title="Map of Hollin Vale plan area" loading="lazy" width="640" height="480" frameborder="0" style="width:100%;height:auto;aspect-ratio:16/10;min-height:320px;border:0" allow="fullscreen"></iframe> <p><a href="https://terrier.example/areas/hollin-vale">Hollin Vale plan area</a></p>` {
		t.Errorf("frame %s", got)
	}
	if got := box("element"); !strings.Contains(got, `<terrier-map area="hollin-vale" label="Map of Hollin Vale plan area">`) || !strings.Contains(got, `<script type="module" src="https://terrier.example/embed.js"></script>`) || !strings.Contains(got, "/pictures/areas/hollin-vale.png?h=400&amp;w=640") {
		t.Errorf("element %s", got)
	}
	if got := box("wordpress"); got != "https://terrier.example/areas/hollin-vale" {
		t.Errorf("WordPress %s", got)
	}
	if got := p.attrs("iframe[data-frame]", "src"); !slices.Equal(got, []string{"/embed/areas/hollin-vale"}) {
		t.Errorf("preview %v", got)
	}

	chosen := "/share/areas/hollin-vale?chosen=yes&layers=areas&show=legend&show=labels&theme=dark&width=600&height=400&view=-1.5,53.81,14&title=Our+%22vale%22&background=fff&at=320"
	p = get(t, site, chosen, "Accept", browser).status(200).page()
	want := "/embed/areas/hollin-vale?layers=areas&list=no&table=no&theme=dark&view=-1.5,53.81,14"
	if got := p.attrs("iframe[data-frame]", "src"); !slices.Equal(got, []string{want}) {
		t.Errorf("preview %v", got)
	}
	if got := box("iframe"); !strings.Contains(got, `src="https://terrier.example`+strings.ReplaceAll(want, "&", "&amp;")+`"`) || !strings.Contains(got, `title="Our &#34;vale&#34;"`) || !strings.Contains(got, `width="600" height="400"`) {
		t.Errorf("frame %s", got)
	}
	if got := box("element"); !strings.Contains(got, `<terrier-map area="hollin-vale" label="Our &#34;vale&#34;" theme="dark" list="no" table="no" layers="areas" view="-1.5,53.81,14" height="400">`) {
		t.Errorf("element %s", got)
	}
	get(t, site, want).status(200)
	get(t, site, chosen, "Accept", browser).says("opposite brightness").says("Contrast, dark: good").says(`class="preview w320"`)
	get(t, site, "/share/areas/hollin-vale?title=", "Accept", browser).says("The frame has no title")
	for _, path := range []string{"/share/assets/chapel-fold-hall", "/share/associations/quiet-homes"} {
		get(t, site, path, "Accept", browser).status(200).says("Copy")
	}
	get(t, site, valeFigure+"?"+valeQuestion, "Accept", browser).status(200).says("/share" + valeFigure).says("json+oembed")
	get(t, site, "/share"+valeFigure, "Accept", browser).status(200).says("terrier-map figure=")
	get(t, site, "/share/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa", "Accept", browser).status(404).says("A draft cannot be embedded")
	get(t, site, "/share/areas/nowhere", "Accept", browser).status(404).says("There is no public map")
	for _, query := range []string{"width=10", "height=99999", "width=wide", "show=ads", "background=red", "at=12", "theme=pink", "layers=drains", "title=" + strings.Repeat("a", 300), "colour=1"} {
		get(t, site, "/share/areas/hollin-vale?"+query, "Accept", browser).status(400)
	}
	get(t, site, "/embedding", "Accept", browser).status(200).says("WordPress").says("Squarespace").says("/embed/areas/hollin-vale")
}

func TestShareEscapesNames(t *testing.T) {
	site := populated(t).site()
	p := get(t, site, "/share/areas/fold-b-row-b", "Accept", browser).status(200).page()
	if got := textOf(p.one("textarea[data-snippet=iframe]")); strings.Contains(got, "<b>Row") || !strings.Contains(got, `title="Map of =Fold &amp; &lt;b&gt;Row&lt;/b&gt; plan area"`) {
		t.Errorf("%s", got)
	}
	if doc := get(t, site, "/oembed?url="+url.QueryEscape(publicURL+"/areas/fold-b-row-b")).json(); strings.Contains(doc["html"].(string), "<b>") {
		t.Errorf("%v", doc)
	}
}
