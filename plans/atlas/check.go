package atlas

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"terrier/plans"
)

// How much a map may say and hold. The table holds to the same.
const (
	LongestTitle = 200
	LongestText  = 5000
	MostThings   = 50 // areas, and as many assets
	MostHosts    = 20
	mostFilters  = 10
	mostValues   = 20
	DeepestZoom  = 18
)

// MostMaps is how many an account has.
const MostMaps = 100

var (
	refForm  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	slugForm = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)
)

// Tidied is a map as it is kept: without spaces around its words, with each thing once.
func (m Map) Tidied() Map {
	m.Title = strings.Join(strings.Fields(m.Title), " ")
	m.Text = strings.TrimSpace(strings.ReplaceAll(m.Text, "\r\n", "\n"))
	m.Layers, m.Areas, m.Assets = once(m.Layers), once(m.Areas), once(m.Assets)
	if m.Theme == "" {
		m.Theme = "auto"
	}
	return m
}

func once(list []string) []string {
	kept := []string{}
	for _, one := range list {
		if !slices.Contains(kept, one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// Check refuses a map that cannot be kept: plans.Invalid, with the field at fault.
func (m Map) Check() error {
	if m.Title == "" {
		return plans.Refuse("title-missing", "title", "The map has no title.", "Give it a few words that say what it shows: they are read out to those who cannot see it.")
	}
	if err := checkWords("title", "title", m.Title, LongestTitle); err != nil {
		return err
	}
	if !strings.ContainsFunc(m.Title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return plans.Refuse("title-missing", "title", "The title has no letter and no digit in it.", "Say in a few words what the map shows.")
	}
	if err := checkWords("text", "text", m.Text, LongestText); err != nil {
		return err
	}
	if len(m.Layers) == 0 {
		return plans.Refuse("layers-missing", "layers", "No layer is chosen, so the map would show nothing.", "Choose homes, plan areas or community assets.")
	}
	for _, layer := range m.Layers {
		if err := Layers.Check("layers", layer); err != nil {
			return err
		}
	}
	if err := Themes.Check("theme", m.Theme); err != nil {
		return err
	}
	if err := checkThings("areas", "plan areas", m.Areas); err != nil {
		return err
	}
	if err := checkThings("assets", "community assets", m.Assets); err != nil {
		return err
	}
	if err := m.checkWhere(); err != nil {
		return err
	}
	if err := m.Look.check(); err != nil {
		return err
	}
	if len(m.Hosts) > MostHosts {
		return tooManyHosts(len(m.Hosts))
	}
	for _, host := range m.Hosts {
		if kept, err := ParseHost(host); err != nil || kept != host {
			return badHost(host, "it is not written as it is kept")
		}
	}
	return nil
}

func checkWords(field, what, words string, longest int) error {
	if n := utf8.RuneCountInString(words); n > longest {
		return plans.Refuse("too-long", field, fmt.Sprintf("The %s has %s characters; it may have %s.", what, plans.Thousands(float64(n), 0), plans.Thousands(float64(longest), 0)), "Shorten it.")
	}
	if !utf8.ValidString(words) || strings.ContainsFunc(words, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		return plans.Refuse("bad-text", field, fmt.Sprintf("The %s has signs in it that are no text.", what), "Type it again.")
	}
	return nil
}

func checkThings(field, what string, refs []string) error {
	if len(refs) > MostThings {
		return plans.Refuse("too-many", field, fmt.Sprintf("%d %s are chosen; a map has at most %d.", len(refs), what, MostThings), "Choose fewer: the layer shows all others that lie in view.")
	}
	for _, ref := range refs {
		if len(ref) > 80 || !refForm.MatchString(ref) {
			return plans.Refuse("bad-ref", field, fmt.Sprintf("%q is not the address of one of the %s here.", head(ref), what), "Find it by its name.")
		}
	}
	return nil
}

// checkWhere holds filters to what a table can hold. Which there are is known to whoever answers them.
func (m Map) checkWhere() error {
	values := 0
	for key, list := range m.Where {
		values += len(list)
		for _, text := range append([]string{key}, list...) {
			if len(text) > 80 || !slugForm.MatchString(text) {
				return plans.Refuse("bad-filter", head(key), fmt.Sprintf("%q is not a filter.", head(text)), "Choose from the list.")
			}
		}
	}
	if len(m.Where) > mostFilters || values > mostFilters*mostValues {
		return plans.Refuse("too-many", "filters", "There are more filters than a map can have.", "Choose fewer.")
	}
	return nil
}

func (l *Look) check() error {
	switch {
	case l == nil:
		return nil
	case !(math.Abs(l.Lon) <= 180 && math.Abs(l.Lat) <= 85):
		return plans.Refuse("bad-view", "view", "The map would begin at a place that is on no map.", "Give longitude and latitude in degrees.")
	case !(l.Zoom >= 0 && l.Zoom <= DeepestZoom):
		return plans.Refuse("bad-view", "view", fmt.Sprintf("The zoom is not between 0 and %d.", DeepestZoom), "14 shows a village, 16 a street.")
	}
	return nil
}

// head is the beginning of a text that is repeated to whoever sent it.
func head(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
