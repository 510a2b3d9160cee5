package web

import (
	"fmt"
	"html"
	"strings"
)

// snippet is something to copy into another website.
type snippet struct {
	Key, Name string
	About     string // where it works, and what it needs
	Text      string
	Rows      int // of the box that it stands in
}

// elementOf is the attribute of <terrier-map> that names a thing.
var elementOf = map[string]string{"areas": "area", "assets": "asset", "associations": "association", "figures": "figure", "maps": "map"}

// snippets are the ways to put an exhibit on a website.
func (s *site) snippets(x exhibit, c chosenFrame) []snippet {
	return []snippet{
		{"iframe", "Frame", "Works wherever HTML can be put in. It needs no script on your page, sets no cookie, and keeps itself up to date.", frameSnippet(s, x, c), 5},
		{"element", "Element", "For pages that may load a script. The picture is shown until the map is there, and the height follows what is in it.", elementSnippet(s, x, c), 6},
		{"wordpress", "WordPress", "Paste the address on a line of its own. WordPress asks this server for the map. What you chose here is not part of it: for that, put the frame into a “Custom HTML” block.", s.PublicURL + x.Path, 2},
		{"picture", "Picture and link", "For websites that take no frames, for newsletters and for print.", pictureSnippet(s, x, c), 4},
	}
}

func frameSnippet(s *site, x exhibit, c chosenFrame) string {
	// Where the page forbids styles in its markup the numbers count.
	size := fmt.Sprintf(`width="%d" height="%d" frameborder="0" style="width:100%%;height:auto;aspect-ratio:16/10;min-height:320px;border:0"`, oembedWidth, oembedHeight)
	switch {
	case c.width > 0:
		size = fmt.Sprintf(`width="%d" height="%d" frameborder="0" style="max-width:100%%;border:0"`, c.width, c.height)
	case c.height > 0:
		size = fmt.Sprintf(`width="%d" height="%d" frameborder="0" style="width:100%%;border:0"`, oembedWidth, c.height)
	}
	return fmt.Sprintf("<iframe src=\"%s\" title=\"%s\" loading=\"lazy\" %s allow=\"fullscreen\"></iframe>\n<p><a href=\"%s\">%s</a></p>",
		html.EscapeString(s.PublicURL+c.address(x)), html.EscapeString(c.title), size, html.EscapeString(s.PublicURL+x.Path), html.EscapeString(x.Heading))
}

func elementSnippet(s *site, x exhibit, c chosenFrame) string {
	return fmt.Sprintf("<terrier-map %s>\n  %s\n</terrier-map>\n<script type=\"module\" src=\"%s/embed.js\"></script>", c.attributes(x), pictureSnippet(s, x, c), html.EscapeString(s.PublicURL))
}

func pictureSnippet(s *site, x exhibit, c chosenFrame) string {
	picture := s.PublicURL + s.embedPicture(x, c.embedOptions, c.looks(x, about{}, embedWidth, embedHeight)).pixels()
	return fmt.Sprintf(`<a href="%s"><img src="%s" width="640" height="400" alt="%s" style="max-width:100%%;height:auto"></a>`, html.EscapeString(s.PublicURL+x.Path), html.EscapeString(picture), html.EscapeString(c.title))
}

// attributes are the choices as those of <terrier-map>.
func (c chosenFrame) attributes(x exhibit) string {
	parts := []string{fmt.Sprintf(`%s="%s"`, elementOf[x.Kind], html.EscapeString(x.Ref)), fmt.Sprintf(`label="%s"`, html.EscapeString(c.title))}
	values := c.values(x)
	for _, key := range embedKeys {
		if value := values.Get(key); value != "" {
			parts = append(parts, fmt.Sprintf(`%s="%s"`, key, html.EscapeString(value)))
		}
	}
	if c.height > 0 {
		parts = append(parts, fmt.Sprintf(`height="%d"`, c.height))
	}
	return strings.Join(parts, " ")
}
