package atlas_test

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"terrier/plans"
	"terrier/plans/atlas"
)

func aMap() atlas.Map {
	return atlas.Map{Title: "Our halls", Layers: []string{"assets", "areas"}, Areas: []string{"hollin-vale"}, Where: map[string][]string{"tenure": {"social-rent"}}, Theme: "auto"}
}

func TestCheck(t *testing.T) {
	if err := aMap().Tidied().Check(); err != nil {
		t.Fatal(err)
	}
	long := make([]string, 51)
	for i := range long {
		long[i] = fmt.Sprintf("area-%d", i)
	}
	for name, c := range map[string]struct {
		change func(*atlas.Map)
		field  string
		says   string
	}{
		"no title":             {func(m *atlas.Map) { m.Title = " \n " }, "title", "no title"},
		"a title of dots":      {func(m *atlas.Map) { m.Title = "… \u202e ." }, "title", "no letter"},
		"10,000 characters":    {func(m *atlas.Map) { m.Title = strings.Repeat("ع", 10_000) }, "title", "has 10,000 characters; it may have 200"},
		"a zero in the text":   {func(m *atlas.Map) { m.Text = "a\x00b" }, "text", "no text"},
		"a long text":          {func(m *atlas.Map) { m.Text = strings.Repeat("a", 5001) }, "text", "5,001 characters; it may have 5,000"},
		"no layer":             {func(m *atlas.Map) { m.Layers = nil }, "layers", "nothing"},
		"an unknown layer":     {func(m *atlas.Map) { m.Layers = []string{"drains"} }, "layers", "drains"},
		"too many areas":       {func(m *atlas.Map) { m.Areas = long }, "areas", "51"},
		"a ref that is a path": {func(m *atlas.Map) { m.Assets = []string{"../x"} }, "assets", "../x"},
		"a filter with SQL":    {func(m *atlas.Map) { m.Where = map[string][]string{"tenure": {"'; drop"}} }, "tenure", "drop"},
		"an unknown theme":     {func(m *atlas.Map) { m.Theme = "pink" }, "theme", "pink"},
		"a view nowhere":       {func(m *atlas.Map) { m.Look = &atlas.Look{Lon: math.NaN(), Lat: 1, Zoom: 2} }, "view", "no map"},
		"too near":             {func(m *atlas.Map) { m.Look = &atlas.Look{Zoom: 40} }, "view", "between 0 and 18"},
		"a host as typed":      {func(m *atlas.Map) { m.Hosts = []string{"https://a.example; script-src *"} }, "hosts", "cannot be a site"},
	} {
		m := aMap()
		c.change(&m)
		err := m.Tidied().Check()
		var refused *plans.Error
		if !errors.As(err, &refused) || refused.Kind != plans.Invalid || refused.Field != c.field || !strings.Contains(refused.Message, c.says) || refused.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewRef(t *testing.T) {
	for title, want := range map[string]string{
		"Our halls": "our-halls", "Tŷ'r Ysgol – Llanfair": "tyr-ysgol-llanfair", "قرية": "map", "  ": "map", "A & B": "a-b", strings.Repeat("long title ", 30): "long-title-long-title-long-title-long-title-long",
	} {
		one, two := atlas.NewRef(title), atlas.NewRef(title)
		stem, tail := one[:len(one)-9], one[len(one)-8:]
		if stem != want || !regexp.MustCompile(`^[a-z2-7]{8}$`).MatchString(tail) || one == two {
			t.Errorf("%q: %s, %s", title, one, two)
		}
	}
}

func TestParseHosts(t *testing.T) {
	for typed, want := range map[string]string{
		"village.example": "https://village.example", "HTTPS://Village.Example/": "https://village.example", "*.parish.example": "https://*.parish.example", "https://a.example:8443": "https://a.example:8443",
		"localhost:3000": "http://localhost:3000", "http://127.0.0.1": "http://127.0.0.1", "http://[::1]:8080": "http://[::1]:8080", "dorf-müller.example": "https://xn--dorf-mller-feb.example", "village.example.": "https://village.example",
	} {
		got, err := atlas.ParseHosts(typed)
		if err != nil || !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v %v, want %s", typed, got, err, want)
		}
	}
	for _, typed := range []string{"http://village.example", "*", "*.example", "https://*", "a.*.example", "*.*.example", "village", "javascript:alert(1)", "data:text/html,x", "https://a.example/page", "https://user@a.example", "https://a.example?x", "a.example;script-src", "'none'",
		"https://a.example:0", "https://a.example:99999", "10.0.0.1", "https://[2001:db8::1]", "https://a_b.example", "ftp://a.example", "https://-a.example", "//a.example", "*.localhost", "https://" + strings.Repeat("a.", 200) + "example"} {
		if got, err := atlas.ParseHosts(typed); err == nil {
			t.Errorf("%s is taken as %v", typed, got)
		}
	}
	if got, err := atlas.ParseHosts("a.example, b.example\r\n a.example"); err != nil || len(got) != 2 {
		t.Errorf("%v %v", got, err)
	}
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf("a%d.example", i))
	}
	if _, err := atlas.ParseHosts(strings.Join(many, "\n")); err == nil {
		t.Error("21 sites are taken")
	}
}

// Whatever is typed, what is kept is a source of a policy and nothing more, and is kept as it is when it is read again.
func TestHostsAreSources(t *testing.T) {
	form := regexp.MustCompile(`^https?://(\*\.)?[a-z0-9.-]+(:[1-9][0-9]*)?$|^https?://\[[0-9a-f:.]+\](:[1-9][0-9]*)?$`)
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`(https?://)?(\*\.)?[a-zA-Z0-9.;' "-]{1,20}(:[0-9]{0,6})?/?`)).Draw(t, "typed")
		host, err := atlas.ParseHost(typed)
		if err != nil {
			return
		}
		again, err := atlas.ParseHost(host)
		if !form.MatchString(host) || err != nil || again != host {
			t.Fatalf("%q is kept as %q, read again as %q, %v", typed, host, again, err)
		}
	})
}
