package web

import (
	"context"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/tiles/serve"
)

// oembeds answer what a public thing looks like on another website (oEmbed 1.0, https://oembed.com). The HTML is what WordPress keeps of
// an answer: a blockquote with a link, and a frame with the attributes that it lets through. No script, no style.
type oembeds struct{ *site }

// How large a frame is that nobody says the size of.
const oembedWidth, oembedHeight = 640, 480

type oembedDocument struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Type            string   `json:"type" xml:"type"`
	Version         string   `json:"version" xml:"version"`
	Title           string   `json:"title" xml:"title"`
	ProviderName    string   `json:"provider_name" xml:"provider_name"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url"`
	CacheAge        int      `json:"cache_age" xml:"cache_age"`
	HTML            string   `json:"html" xml:"html"`
	Width           int      `json:"width" xml:"width"`
	Height          int      `json:"height" xml:"height"`
	ThumbnailURL    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWidth  int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHeight int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
}

func (o oembeds) answer(w http.ResponseWriter, r *http.Request) error {
	q, err := readQuery(r, "url", "format", "maxwidth", "maxheight", "dnt")
	if err != nil {
		return err
	}
	format, err := q.one("format")
	if err != nil {
		return err
	}
	if format == "" {
		format = "json"
	}
	if format != "json" && format != "xml" {
		return refuse(http.StatusNotImplemented, "format-not-implemented", "format", fmt.Sprintf("There is no answer as %q.", shorten(format)), "Ask for json or xml.")
	}
	width, err := mostSize(q, "maxwidth", oembedWidth)
	if err != nil {
		return err
	}
	height, err := mostSize(q, "maxheight", oembedHeight)
	if err != nil {
		return err
	}
	x, err := o.linked(r.Context(), r, q)
	if err != nil {
		return err
	}
	doc := o.document(x, width, height)
	if format == "xml" {
		body, err := xml.Marshal(doc)
		if err != nil {
			return err
		}
		serve.Send(w, r, serve.Answer{Type: "text/xml; charset=utf-8", Cache: serve.Fresh, Body: append([]byte(xml.Header), body...)})
		return nil
	}
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: asJSONText(doc)})
	return nil
}

func (o oembeds) document(x exhibit, width, height int) oembedDocument {
	page, title := o.PublicURL+x.Path, embedTitle(x)
	frame := fmt.Sprintf(`<blockquote><a href="%s">%s</a></blockquote><iframe src="%s" width="%d" height="%d" frameborder="0" title="%s"></iframe>`,
		html.EscapeString(page), html.EscapeString(x.Heading), html.EscapeString(o.PublicURL+"/embed"+x.Path), width, height, html.EscapeString(title))
	doc := oembedDocument{Type: "rich", Version: "1.0", Title: x.Heading, ProviderName: "Terrier", ProviderURL: o.PublicURL + "/", CacheAge: 3600, HTML: frame, Width: width, Height: height}
	if wide, high := min(embedWidth, width), min(embedHeight, height); wide >= leastSide && high >= leastSide { // there are no smaller pictures
		doc.ThumbnailURL, doc.ThumbnailWidth, doc.ThumbnailHeight = fmt.Sprintf("%s/pictures%s.png?w=%d&h=%d", o.PublicURL, x.Path, wide, high), wide, high
	}
	return doc
}

// mostSize is the size that is asked for at most; as it goes without saying where nothing is.
func mostSize(q query, key string, usual int) (int, error) {
	text, err := q.one(key)
	if err != nil || text == "" {
		return usual, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, plans.Refuse("bad-size", key, fmt.Sprintf("%s is not a number of pixels: %q.", key, shorten(text)), "Give a whole number above nought.")
	}
	return min(n, usual), nil
}

// linked is the exhibit that an address of this server is the page of. Every other address is missing, whatever the reason.
func (o oembeds) linked(ctx context.Context, r *http.Request, q query) (exhibit, error) {
	text, err := q.one("url")
	if err != nil {
		return exhibit{}, err
	}
	if text == "" {
		return exhibit{}, plans.Refuse("missing-url", "url", "It is not said which page is meant.", "Give its address as url=.")
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return exhibit{}, plans.Refuse("bad-url", "url", fmt.Sprintf("%q is not the address of a page.", shorten(text)), "Give the whole of it, with https://.")
	}
	if at := u.Scheme + "://" + u.Host; !strings.EqualFold(at, o.PublicURL) && !strings.EqualFold(at, o.originFor(r)) {
		return exhibit{}, noExhibit
	}
	path := strings.TrimSuffix(u.Path, "/")
	for _, root := range []string{"/embed", "/share"} {
		path = strings.TrimPrefix(path, root)
	}
	parts := strings.Split(path, "/")
	if len(parts) != 3 || parts[0] != "" {
		return exhibit{}, noExhibit
	}
	return o.exhibit(ctx, parts[1], parts[2])
}

// sharing is how other websites find out that a page can be embedded, and what it looks like.
type sharing struct {
	Title, JSON, XML string
	Page             string // where people find out
}

// shares says of a page that its thing can be embedded.
func (p *Page) shares(s *site, x exhibit) {
	at := s.PublicURL + "/oembed?url=" + url.QueryEscape(s.PublicURL+x.Path)
	p.Sharing = &sharing{Title: x.Heading, JSON: at, XML: at + "&format=xml", Page: "/share" + x.Path}
}
