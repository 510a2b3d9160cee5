package web_test

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func oembedOf(path string, more ...string) string {
	return "/oembed?url=" + url.QueryEscape(publicURL+path) + strings.Join(more, "")
}

func TestOEmbed(t *testing.T) {
	site := populated(t).site()
	get(t, site, valeFigure+"?"+valeQuestion).status(200)
	for _, path := range []string{"/areas/hollin-vale", "/assets/the-plough", "/associations/ashdale-homes", valeFigure, "/embed/areas/hollin-vale", "/share/areas/hollin-vale", "/areas/hollin-vale/", "/areas/hollin-vale?utm_source=x#top"} {
		a := get(t, site, oembedOf(path)).status(200)
		doc := a.json()
		if doc["version"] != "1.0" || doc["type"] != "rich" || doc["width"] != 640.0 || doc["height"] != 480.0 || !strings.HasPrefix(doc["thumbnail_url"].(string), publicURL+"/pictures/") || doc["thumbnail_width"] != 640.0 || doc["title"] == "" {
			t.Errorf("%s: %v", path, doc)
		}
		if a.Header().Get("Access-Control-Allow-Origin") != "*" || a.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %v", path, a.Header())
		}
	}
	small := get(t, site, oembedOf("/areas/hollin-vale", "&maxwidth=300&maxheight=200")).json()
	if small["width"] != 300.0 || small["height"] != 200.0 || !strings.Contains(small["html"].(string), `width="300" height="200"`) {
		t.Errorf("%v", small)
	}
	if small["thumbnail_width"] != 300.0 || small["thumbnail_height"] != 200.0 || !strings.HasSuffix(small["thumbnail_url"].(string), ".png?w=300&h=200") {
		t.Errorf("%v", small)
	}
	if tiny := get(t, site, oembedOf("/areas/hollin-vale", "&maxwidth=60")).json(); tiny["thumbnail_url"] != nil {
		t.Errorf("of 60 pixels there is the picture %v", tiny["thumbnail_url"])
	}
	var doc struct {
		XMLName xml.Name `xml:"oembed"`
		HTML    string   `xml:"html"`
		Width   int      `xml:"width"`
	}
	a := get(t, site, oembedOf("/areas/hollin-vale", "&format=xml")).status(200)
	if err := xml.Unmarshal(a.Body.Bytes(), &doc); err != nil || doc.HTML != get(t, site, oembedOf("/areas/hollin-vale")).json()["html"] || doc.Width != 640 || !strings.HasPrefix(a.Header().Get("Content-Type"), "text/xml") {
		t.Errorf("%v %+v", err, doc)
	}
	for path, status := range map[string]int{
		"/oembed": 400, "/oembed?url=nonsense": 400, "/oembed?url=ftp://terrier.example/areas/hollin-vale": 400, oembedOf("/areas/hollin-vale", "&format=yaml"): 501, oembedOf("/areas/hollin-vale", "&maxwidth=0"): 400,
		oembedOf("/areas/hollin-vale", "&maxwidth=wide"): 400, oembedOf("/areas/hollin-vale", "&colour=red"): 400, oembedOf("/areas/nowhere"): 404, oembedOf("/areas"): 404, oembedOf("/"): 404, oembedOf("/maps/no-map-aaaaaaaa"): 404,
		oembedOf("/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa"): 404, oembedOf("/areas/hollin-vale/homes"): 404, "/oembed?url=https://evil.example/areas/hollin-vale": 404, "/oembed?url=https://terrier.example.evil.example/areas/hollin-vale": 404,
		"/oembed?url=https://terrier.example@evil.example/areas/hollin-vale": 404,
	} {
		get(t, site, path).status(status)
	}
}

func TestOEmbedIsFound(t *testing.T) {
	site := populated(t).site()
	for _, path := range []string{"/areas/hollin-vale", "/assets/the-plough", "/associations/quiet-homes", "/share/areas/hollin-vale"} {
		p := get(t, site, path, "Accept", browser).status(200).page()
		for _, kind := range []string{"application/json+oembed", "text/xml+oembed"} {
			found := p.attrs("head link[type="+kind+"]", "href")
			if len(found) != 1 || !strings.HasPrefix(found[0], publicURL+"/oembed?url=") {
				t.Fatalf("%s: %v", path, found)
			}
			get(t, site, strings.TrimPrefix(found[0], publicURL)).status(200)
		}
	}
}

// TestWordPressKeepsIt replays what WordPress does to the HTML of a provider that it only discovered (wp_filter_oembed_result, since 4.4): it
// keeps a, blockquote and iframe with few attributes, then the first blockquote and one frame, and adds attributes of its own. What is
// left must be what was sent.
func TestWordPressKeepsIt(t *testing.T) {
	site := populated(t).site()
	for _, path := range []string{"/areas/hollin-vale", "/areas/fold-b-row-b", "/assets/the-plough", "/associations/ashdale-homes"} {
		var doc struct{ HTML, Type string }
		if err := json.Unmarshal(get(t, site, oembedOf(path)).Body.Bytes(), &doc); err != nil || doc.Type != "rich" {
			t.Fatal(err)
		}
		kept := wordPressKeeps(t, doc.HTML)
		if kept != doc.HTML {
			t.Errorf("%s: sent %s\nkept %s", path, doc.HTML, kept)
		}
		parts := regexp.MustCompile(`(?s)(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)`).FindStringSubmatch(kept)
		if parts == nil || parts[1]+parts[2] != doc.HTML {
			t.Errorf("%s: the blockquote and the frame are not all there is: %v", path, parts)
		}
		src := regexp.MustCompile(` src=(['"])(.*?)['"]`).FindStringSubmatch(parts[2])
		if src == nil || src[2] != publicURL+"/embed"+path { // to which it adds #?secret=…
			t.Errorf("%s: the frame shows %v", path, src)
		}
	}
	if got := wordPressKeeps(t, `<iframe src="x" style="y" allow="z" onload="evil()"></iframe><script>1</script>`); got != `<iframe src="x"></iframe>1` {
		t.Errorf("the replay keeps %s", got)
	}
}

// wordPressKeeps writes the elements and attributes that are let through, and the text of all others.
func wordPressKeeps(t *testing.T, text string) string {
	t.Helper()
	allowed := map[string]string{"a": " href ", "blockquote": "", "iframe": " src width height frameborder marginwidth marginheight scrolling title "}
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.Write(z.Raw())
		case html.StartTagToken:
			name, more := z.TagName()
			attributes, known := allowed[string(name)]
			if !known {
				continue
			}
			out.WriteString("<" + string(name))
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				if strings.Contains(attributes, " "+string(key)+" ") {
					out.WriteString(" " + string(key) + `="` + html.EscapeString(string(value)) + `"`)
				}
			}
			out.WriteString(">")
		case html.EndTagToken:
			if name, _ := z.TagName(); allowed[string(name)] != "" || string(name) == "blockquote" {
				out.WriteString("</" + string(name) + ">")
			}
		}
	}
}
