package web_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"image"
	"image/png"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"terrier/plans/web"
)

// described are title and description of an SVG.
func (a asked) described() (title, about string) {
	a.t.Helper()
	var doc struct {
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
	}
	if err := xml.Unmarshal(a.Body.Bytes(), &doc); err != nil {
		a.t.Fatal(a.name, err)
	}
	return doc.Title, doc.Desc
}

// TestPictures holds that every public thing has a picture that says what its page does, and from where.
func TestPictures(t *testing.T) {
	w := populated(t)
	site := w.site()
	get(t, site, valeFigure+"?"+valeQuestion).status(200)
	for path, words := range map[string][]string{
		"/areas/hollin-vale":          {"Map of Hollin Vale plan area.", "60 homes in Hollin Vale plan area", publicURL + "/figures/"},
		"/areas/fold-b-row-b":         {"Fold & <b>Row</b> plan area", "No figure here"},
		"/assets/chapel-fold-hall":    {"Map of Chapel Fold Hall."},
		"/associations/ashdale-homes": {"Map of Ashdale Homes.", "60 homes", publicURL + "/figures/"},
		"/associations/quiet-homes":   {"Map of Quiet Homes.", "No figure here"},
		valeFigure:                    {"60 homes in Hollin Vale plan area", publicURL + valeFigure},
	} {
		a := get(t, site, "/pictures"+path+".svg").status(200)
		title, about := a.described()
		if a.Header().Get("Content-Type") != "image/svg+xml; charset=utf-8" || title == "" {
			t.Errorf("%s: %q of type %s", path, title, a.Header().Get("Content-Type"))
		}
		for _, word := range append(words, "Contains public sector information licensed under the Open Government Licence") {
			if !strings.Contains(about, word) {
				t.Errorf("%s does not say %q: %s", path, word, about)
			}
		}
		if strings.Contains(about, "Jane Roe") {
			t.Errorf("%s names a person", path)
		}
		b := get(t, site, "/pictures"+path+".png?w=200&h=150&scale=2").status(200)
		m, err := png.Decode(bytes.NewReader(b.Body.Bytes()))
		if err != nil || m.Bounds() != image.Rect(0, 0, 400, 300) {
			t.Errorf("%s: %v, %v", path, m.Bounds(), err)
		}
		if !bytes.Contains(b.Body.Bytes(), []byte(strings.TrimSpace(strings.Split(about, "\n")[0]))) {
			t.Errorf("%s.png does not say what it shows", path)
		}
	}
}

// TestFigureOfAPictureOpens follows the short link in a picture of an area.
func TestFigureOfAPictureOpens(t *testing.T) {
	site := populated(t).site()
	_, about := get(t, site, "/pictures/areas/hollin-vale.svg").status(200).described()
	_, link, _ := strings.Cut(about, publicURL)
	link, _, _ = strings.Cut(link, "\n")
	if !strings.HasPrefix(link, "/figures/") || strings.Contains(link, "?") {
		t.Fatalf("the link is %q", link)
	}
	get(t, site, link, "Accept", browser).status(200).says("60")
}

// TestInventedIsSaidOnce holds that a picture of an invented place says so, and does not say it twice.
func TestInventedIsSaidOnce(t *testing.T) {
	for _, c := range []struct {
		invented string
		from     []string
		want     string
	}{
		{"", []string{"Contains OS data", "Contains OS data"}, "Contains OS data · © Ground"},
		{"Hollinby", []string{"Contains OS data"}, "Hollinby: an invented place, demonstration data · Contains OS data · © Ground"},
		{"Hollinby", []string{"Invented place · demonstration data", "Invented place · demonstration data"}, "Invented place · demonstration data · © Ground"},
	} {
		if got := strings.Join(web.SourceLines(c.invented, c.from...), " · "); got != c.want {
			t.Errorf("%q from %q: %s", c.invented, c.from, got)
		}
	}
}

func TestPictureOptions(t *testing.T) {
	site := populated(t).site()
	const vale = "/pictures/areas/hollin-vale.svg"
	plain := get(t, site, vale).Body.String()
	for _, query := range []string{"theme=dark", "labels=no", "w=300", "h=300", "bbox=-1.52,53.8,-1.48,53.83"} {
		if got := get(t, site, vale+"?"+query).status(200).Body.String(); got == plain {
			t.Errorf("%s changes nothing", query)
		}
	}
	for _, query := range []string{"w=640&h=400", "theme=light", "labels=yes", "scale=2", "w=&h=", "utm_source=post"} {
		if got := get(t, site, vale+"?"+query).status(200).Body.String(); got != plain {
			t.Errorf("%s changes the picture", query)
		}
	}
	small := get(t, site, "/pictures/areas/hollin-vale.png?w=64&h=64").status(200)
	large := get(t, site, "/pictures/areas/hollin-vale.png?w=2000&h=2000").status(200)
	if small.Body.Len() >= large.Body.Len() {
		t.Error("a small picture is larger than a large one")
	}
}

// TestPictureOfNothing holds that what is not there for everybody is answered alike.
func TestPictureOfNothing(t *testing.T) {
	site := populated(t).site()
	want := ""
	for _, path := range []string{"/pictures/areas/nowhere.png", "/pictures/areas/NoWhere.svg", "/pictures/assets/nowhere.png", "/pictures/figures/nowhere.svg", "/pictures/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa.svg", "/pictures/areas/" + strings.Repeat("a", 500) + ".png",
		"/pictures/areas/nowhere.pdf", "/pictures/areas/NoWhere.pdf?paper=A3"} {
		a := get(t, site, path).status(404)
		doc := a.json()
		got := fmt.Sprint(doc["code"], doc["detail"], doc["remedy"])
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s is answered %s, others %s", path, got, want)
		}
	}
}

// Nobody's cookie is looked at: a picture is the same for whoever is signed in.
func TestPictureIsTheSameForEverybody(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	p := d.signedIn(t, "ann@example.org")
	mine, theirs := p.get("/pictures/areas/hollin-vale.svg"), get(t, d, "/pictures/areas/hollin-vale.svg")
	if mine.Code != 200 || mine.Body.String() != theirs.Body.String() || mine.Header().Get("Set-Cookie") != "" {
		t.Error("who is signed in gets another picture")
	}
	if h := theirs.Header(); h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cache-Control") != "public, max-age=60" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("%v", slices.Sorted(maps.Keys(h)))
	}
	if got := ask(t, d, http.MethodPost, "/pictures/areas/hollin-vale.svg", "").Code; got != 405 {
		t.Errorf("POST: %d", got)
	}
}

// TestTurns holds that only so many pictures are drawn at once, that a few wait, that the rest are sent away, and that who goes away gives
// up the place in the queue.
func TestTurns(t *testing.T) {
	turns := web.NewTurns(2)
	var leave []func()
	for range 2 {
		l, err := turns.Enter(context.Background(), 100)
		must(t, err)
		leave = append(leave, l)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := turns.Enter(ended, 100); err == nil || err == web.TooManyPictures {
		t.Errorf("who has gone away is told %v", err)
	}
	waiting, stop := context.WithCancel(context.Background())
	done := make(chan error)
	for range web.WaitingForEach * 2 {
		go func() { _, err := turns.Enter(waiting, 100); done <- err }()
	}
	for turns.Waiting() < web.WaitingForEach*2 {
	}
	if _, err := turns.Enter(context.Background(), 100); err != web.TooManyPictures {
		t.Errorf("one too many is told %v", err)
	}
	stop()
	for range web.WaitingForEach * 2 {
		<-done
	}
	leave[0]()
	l, err := turns.Enter(context.Background(), 100)
	must(t, err)
	l()
	leave[1]()
	large, err := turns.Enter(context.Background(), 16_000_000)
	must(t, err)
	soon, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := turns.Enter(soon, 16_000_000); err == nil {
		t.Error("two large pictures are drawn at once")
	}
	small, err := turns.Enter(context.Background(), 100)
	must(t, err)
	small()
	large()
}

func TestBusyPicturesComeAgain(t *testing.T) {
	w := httptest.NewRecorder()
	if err := web.LaterPicture(w, web.TooManyPictures); web.ProblemOf(err).Status != 503 || web.ProblemOf(err).Code != "busy" || w.Header().Get("Retry-After") != "1" {
		t.Errorf("%v %v", web.ProblemOf(err), w.Header())
	}
}

// TestKeptPictures holds that what is kept is found, within so many bytes, and that a large one does not drive out the others.
func TestKeptPictures(t *testing.T) {
	k := web.NewKeptPictures(1000)
	for i := range 30 {
		k.Keep(fmt.Sprint("picture ", i), make([]byte, 90))
	}
	k.Keep("large", make([]byte, 500))
	if k.Held() > 1000 || k.Held() < 800 {
		t.Errorf("%d bytes are held", k.Held())
	}
	for key, want := range map[string]bool{"picture 29": true, "picture 25": true, "picture 0": false, "large": false} {
		if _, ok := k.Find(key); ok != want {
			t.Errorf("%s is kept: %v", key, ok)
		}
	}
}

// TestPictureOfEverything holds that a figure that has no boundary has a picture, too, and one of a shape that was sent, and of a box.
func TestPictureOfEverything(t *testing.T) {
	site := populated(t).site()
	for _, question := range []asked{
		get(t, site, "/homes/summary.json?by=owner"),
		get(t, site, "/homes/summary.json?bbox=-1.6,53.7,-1.4,53.9&tenure=social-rent"),
		post(t, site, "/homes/summary?crs=EPSG:27700", inMetres("[[433000,435000],[436500,435000],[436500,436000],[433000,436000],[433000,435000]]")),
	} {
		_, link := figureIn(t, question.status(200).json())
		get(t, site, link, "Accept", browser).status(200)
		id, _, _ := strings.Cut(link, "?")
		_, about := get(t, site, "/pictures"+id+".svg").status(200).described()
		if !strings.Contains(about, "homes") {
			t.Errorf("%s says %q", link, about)
		}
		if strings.Contains(link, "tenure=social-rent") && !strings.Contains(about, "(tenure: Social rent)") {
			t.Errorf("%s does not say of which homes: %q", link, about)
		}
	}
}
