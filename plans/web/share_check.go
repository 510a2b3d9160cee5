package web

import (
	"fmt"
	"regexp"
	"strings"

	"terrier/plans"
	"terrier/tiles/style"
)

// shareCheck is something that is right or wrong about an embed for those who read it otherwise than by a mouse and good eyes.
type shareCheck struct {
	Good  bool
	Title string
	Text  string
}

var colourForm = regexp.MustCompile(`^#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})$`)

// readColour reads background=, as #RRGGBB; "" where there is none.
func readColour(q query) (string, error) {
	text, err := q.one("background")
	if err != nil || text == "" {
		return "", err
	}
	m := colourForm.FindStringSubmatch(text)
	if m == nil {
		return "", plans.Refuse("bad-colour", "background", fmt.Sprintf("%q is not a colour.", shorten(text)), "Write it as #FFFFFF.")
	}
	hex := strings.ToUpper(m[1])
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	return "#" + hex, nil
}

// checksOf looks at the title of a frame and at its colours beside those of the page around it.
func checksOf(x exhibit, c chosenFrame) []shareCheck {
	checks := []shareCheck{checkTitle(x, c.title)}
	for _, theme := range []string{"light", "dark"} {
		if c.Theme != "auto" && c.Theme != theme {
			continue
		}
		of := style.Colours(style.Theme(theme))
		ink, link := style.Contrast(of["ink"], of["surface"]), style.Contrast(of["link"], of["surface"])
		checks = append(checks, shareCheck{ink >= 4.5 && link >= 4.5, "Contrast, " + theme, fmt.Sprintf("Text has %.1f:1 and links %.1f:1; 4.5:1 is needed.", ink, link)})
	}
	if c.background == "" {
		return checks
	}
	dark := style.Luminance(c.background) < 0.18 // white text reads better on it than black
	switch {
	case c.Theme == "auto":
		checks = append(checks, shareCheck{false, "Beside your page", "The map is dark on devices that are set so. If your page is not, choose the theme that fits it."})
	case dark != (c.Theme == "dark"):
		checks = append(checks, shareCheck{false, "Beside your page", "Your page and the map are of opposite brightness. Choose the other theme."})
	default:
		checks = append(checks, shareCheck{true, "Beside your page", fmt.Sprintf("The theme fits. The words of the map have %.1f:1 on your background, too.", style.Contrast(style.Colours(style.Theme(c.Theme))["ink"], c.background))})
	}
	return checks
}

func checkTitle(x exhibit, title string) shareCheck {
	plain := strings.ToLower(strings.TrimSpace(title))
	switch {
	case plain == "":
		return shareCheck{false, "Title", "The frame has no title, so a screen reader says only “frame”. Say what it shows."}
	case len([]rune(plain)) < 4 || plain == "map" || plain == "iframe" || plain == "embed" || plain == "a map":
		return shareCheck{false, "Title", "The title does not say what the map shows. “" + embedTitle(x) + "” does."}
	case len([]rune(plain)) > 120:
		return shareCheck{false, "Title", "The title is long: a screen reader reads all of it. Put what else there is to say below the map."}
	}
	return shareCheck{true, "Title", "A screen reader says “" + title + "”."}
}
