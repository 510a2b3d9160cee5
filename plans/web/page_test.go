package web_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pages are the addresses that answer with HTML.
func pagesOf(addresses []string) []string {
	return slices.DeleteFunc(slices.Clone(addresses), func(path string) bool {
		bare, _, _ := strings.Cut(path, "?")
		return strings.ContainsRune(bare, '.') || bare == "/homes/summary" || strings.HasPrefix(bare, "/embed")
	})
}

func TestEveryPage(t *testing.T) {
	site := populated(t).site()
	for _, path := range append(pagesOf(everyAddress), "/nowhere") {
		t.Run(path, func(t *testing.T) {
			p := get(t, site, path, "Accept", browser).page()
			if attr(p.one("html"), "lang") != "en-GB" || textOf(p.one("title")) == "– Terrier" {
				t.Error("no language or title")
			}
			p.one("h1")
			skip := p.one("a.skip")
			p.one("main#" + strings.TrimPrefix(attr(skip, "href"), "#"))
			if n := p.all("[style]"); len(n) > 0 {
				t.Errorf("an inline style, which the policy forbids: %v", n[0].Attr)
			}
			for _, script := range p.all("script") {
				if attr(script, "src") == "" {
					t.Error("an inline script, which the policy forbids")
				}
			}
			for _, key := range []string{"src", "href", "action"} {
				for _, value := range p.attrs("["+key+"]", key) {
					if strings.HasPrefix(value, "//") || strings.HasPrefix(value, "http") && !strings.HasPrefix(value, publicURL) && key != "href" {
						t.Errorf("%s leads elsewhere: %s", key, value)
					}
				}
			}
			checkHeadings(t, p)
			checkIDs(t, p)
			if !strings.Contains(textOf(p.root), "Hollinby") || !strings.Contains(textOf(p.root), "invented") {
				t.Error("the page does not say that the place is invented")
			}
			if !strings.Contains(textOf(p.root), "Open Government Licence") {
				t.Error("the page does not show where its data is from")
			}
		})
	}
}

// checkHeadings: one h1, and no level left out on the way down.
func checkHeadings(t *testing.T, p page) {
	t.Helper()
	last := 0
	for n := range p.root.Descendants() {
		if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level, _ := strconv.Atoi(n.Data[1:])
		if level > last+1 {
			t.Errorf("%q is an %s after an h%d", textOf(n), n.Data, last)
		}
		last = level
	}
}

func checkIDs(t *testing.T, p page) {
	t.Helper()
	ids := p.attrs("[id]", "id")
	slices.Sort(ids)
	if n := len(slices.Compact(slices.Clone(ids))); n != len(ids) {
		t.Errorf("an id is there twice: %v", ids)
	}
	for _, labelled := range p.attrs("[aria-labelledby]", "aria-labelledby") {
		if !slices.Contains(ids, labelled) {
			t.Errorf("aria-labelledby names %q, which is not there", labelled)
		}
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	site := populated(t).site()
	asked := map[string]bool{}
	for _, path := range append(pagesOf(everyAddress), "/embed/areas/hollin-vale") {
		for _, href := range get(t, site, path, "Accept", browser).page().attrs("[href]", "href") {
			href = strings.TrimPrefix(href, publicURL)
			if !strings.HasPrefix(href, "/") || asked[href] {
				continue
			}
			asked[href] = true
			if a := get(t, site, href, "Accept", browser); a.Code != 200 && !(a.Code == 204 && strings.HasPrefix(href, "/tiles/")) { // nothing lies in some tiles
				t.Errorf("%s links to %s: %d", path, href, a.Code)
			}
		}
	}
	if len(asked) < 50 {
		t.Errorf("only %d links were followed", len(asked))
	}
}

func TestAreaPage(t *testing.T) {
	site := populated(t).site()
	p := get(t, site, "/areas/hollin-vale").page()
	if got := textOf(p.one("h1")); got != "Hollin Vale plan area" {
		t.Errorf("h1 %q", got)
	}
	if got := p.texts("dl.big dd"); !slices.Equal(got, []string{"100.0ha", "4.00km", "60", "2"}) {
		t.Errorf("figures %v", got)
	}
	if got := p.texts("section table tr td.n"); !slices.Equal(got, []string{"30", "15", "15", "60"}) {
		t.Errorf("homes by tenure and owner %v", got)
	}
	if got := p.texts("td.pc"); !slices.Equal(got, []string{"50%", "25%", "25%", "100%"}) {
		t.Errorf("shares %v", got)
	}
	if got := p.attrs("svg.bar rect", "width"); !slices.Equal(got, []string{"50.00", "25.00", "25.00", "100.00"}) {
		t.Errorf("the bar is %v", got)
	}
	if got := p.texts("ol.timeline li[aria-current]"); !slices.Equal(got, []string{"Made 1 May 2019"}) {
		t.Errorf("stage %v", got)
	}
	if got := p.texts("ul.list a"); !slices.Equal(got, []string{"Alder Green", "Chapel Fold Hall"}) {
		t.Errorf("assets %v", got)
	}
	island := p.one("div[data-map]")
	if attr(island, "data-area") != "hollin-vale" || len(strings.Split(attr(island, "data-bounds"), ",")) != 4 || textOf(island) == "" {
		t.Errorf("island %v", island.Attr)
	}
	if got := p.attrs("section a[href=/share/areas/hollin-vale]", "href"); len(got) != 1 {
		t.Errorf("ways to share it: %v", got)
	}
	t.Run("keeps markup in a name from being markup", func(t *testing.T) {
		p := get(t, site, "/areas/fold-b-row-b").page()
		if got := textOf(p.one("h1")); got != "=Fold & <b>Row</b> plan area" {
			t.Errorf("h1 %q", got)
		}
		if len(p.all("main b")) != 0 {
			t.Error("the name has become markup")
		}
		cells := get(t, site, "/areas/fold-b-row-b.csv").Body.String()
		if !strings.Contains(cells, "'=Fold & <b>Row</b>") {
			t.Errorf("a formula is left in the CSV: %s", cells)
		}
	})
}

func TestHomesPage(t *testing.T) {
	site := populated(t).site()
	p := get(t, site, "/areas/hollin-vale/homes?tenure=social-rent&epc=B,unknown").page()
	if got := p.texts("a.chip"); !slices.Equal(got, []string{"Remove Tenure: Social rent ×", "Remove Energy certificate: B ×", "Remove Energy certificate: Not said ×", "Remove all"}) {
		t.Errorf("chips %v", got)
	}
	if got := p.attrs("a.chip", "href")[1]; got != "/areas/hollin-vale/homes?epc=unknown&tenure=social-rent" {
		t.Errorf("removing a chip leads to %s", got)
	}
	if got := p.attrs("input[checked]", "value"); !slices.Equal(got, []string{"social-rent", "B", "unknown"}) {
		t.Errorf("chosen in the form: %v", got)
	}
	form := p.one("main form")
	if attr(form, "method") != "get" || attr(form, "action") != "/areas/hollin-vale/homes" {
		t.Errorf("form %v", form.Attr)
	}
	t.Run("its CSV has the figures of the page", func(t *testing.T) {
		csv := p.attrs("main a.btn", "href")[0]
		if body := get(t, site, csv).status(200).Body.String(); !strings.Contains(body, "total,,Homes,"+textOf(p.all("dl.big dd")[0])) {
			t.Errorf("%s does not say %s", csv, textOf(p.all("dl.big dd")[0]))
		}
	})
	t.Run("gives the sentence where there is no figure", func(t *testing.T) {
		p := get(t, site, "/areas/hollin-vale/homes?tenure=market-rent").page()
		if got := textOf(p.one("div.alert")); !strings.HasPrefix(got, "No figure here: there are no association homes, or too few to show") {
			t.Errorf("%q", got)
		}
		if len(p.all("a.chip")) == 0 {
			t.Error("no way to remove the filter")
		}
	})
}

func TestAssociationPages(t *testing.T) {
	site := populated(t).site()
	if got := get(t, site, "/associations").page().texts("tbody th a"); !slices.Equal(got, []string{"Ashdale Homes", "Beck Housing"}) {
		t.Errorf("those that publish: %v", got)
	}
	if got := get(t, site, "/associations?all=yes").page().texts("tbody th a"); !slices.Contains(got, "Quiet Homes") {
		t.Errorf("all: %v", got)
	}
	p := get(t, site, "/associations/quiet-homes").page()
	if !strings.Contains(textOf(p.one("div.alert")), "Publishes no stock data") || len(p.all("div[data-map]")) != 0 {
		t.Error("an association that publishes nothing is not said to")
	}
	if got := get(t, site, "/associations/beck-housing").page().texts("td.pc"); slices.ContainsFunc(got, func(s string) bool { return s != "" }) {
		t.Errorf("percentages of four homes: %v", got)
	}
}

func TestAssetPage(t *testing.T) {
	site := populated(t).site()
	p := get(t, site, "/assets/alder-green").page()
	if body := textOf(p.root); strings.Contains(body, "Jane Roe") {
		t.Error("the owner is a person, and named")
	}
	if got := p.texts("section a[href=/areas/hollin-vale]"); !slices.Equal(got, []string{"Hollin Vale"}) {
		t.Errorf("areas %v", got)
	}
	if data := get(t, site, "/assets.csv").Body.String() + get(t, site, "/assets.geojson").Body.String(); strings.Contains(data, "Jane Roe") {
		t.Error("the owner is a person, and named in the data")
	}
	if got := get(t, site, "/assets/the-plough").page().texts("dl.facts dd"); !slices.Contains(got, "£12,345.50") {
		t.Errorf("facts %v", got)
	}
}
