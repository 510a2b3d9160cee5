package web

import (
	"context"
	"strings"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// toldInPicture is what a picture says in words: the number that its page tells, and where that opens.
type toldInPicture struct {
	sentence string // "" where there is nothing to count
	link     string // as the outside knows it
	sources  []provenance.Source
}

// told is what the page of an exhibit tells of homes. A figure leaves with the picture as with a file: it is kept, so that its short link
// opens.
func (p pictures) told(ctx context.Context, x exhibit) (t toldInPicture, err error) {
	var f *provenance.Figure
	switch x.Kind {
	case "areas":
		counted, err := p.countIn(ctx, x.Ref, "tenure")
		if err != nil {
			return t, err
		}
		f, t.sources = counted.figure, append(counted.Sources, x.area.Source)
		if counted.sentence() != "" {
			t.sentence = publicSentence
			return t, nil
		}
	case "assets":
		t.sources = []provenance.Source{x.asset.Source}
		return t, nil
	case "associations":
		counted, _, err := associations{p.site}.homesOf(ctx, x.association)
		if err != nil {
			return t, err
		}
		f, t.sources = counted.figure, append(counted.Sources, x.association.Source)
		if f == nil || counted.sentence() != "" {
			t.sentence = publicSentence
			return t, nil
		}
	case "figures":
		f, t.sources = x.figure, x.figure.Sources
		if f.Question.Of == "homes" && f.Answer.Total == 0 {
			t.sentence, t.link = publicSentence, p.PublicURL+figurePath(f, "")
			return t, nil
		}
	}
	if f == nil {
		return t, nil
	}
	whose := ""
	if x.Kind == "associations" {
		whose = x.Heading
	}
	if t.sentence, err = figureSentence(f, whose); err != nil {
		return t, err
	}
	t.link = p.figureURL(f)
	if x.Kind == "figures" || p.keepExported(ctx, figures{p.site}, f) {
		t.link = p.PublicURL + figurePath(f, "")
	}
	return t, nil
}

// figureSentence is a figure in a few words: "About 962 homes in Hollin Vale plan area, give or take 19". whose is the association whose homes
// were counted, "" for those of all; other filters are told as they are.
func figureSentence(f *provenance.Figure, whose string) (string, error) {
	words := map[string][2]string{"homes": {"home", "homes"}, "areas": {"plan area", "plan areas"}, "assets": {"community asset", "community assets"}, "associations": {"housing association", "housing associations"}}[f.Question.Of]
	said, err := count(f.Total(), words[0], words[1])
	if err != nil {
		return "", err
	}
	said = strings.ToUpper(said[:1]) + said[1:]
	if whose != "" {
		said += " of " + whose
	}
	if title := figureTitle(f.Question); f.Question.Within.Kind() != provenance.Everywhere {
		_, where, _ := strings.Cut(title, " in")
		said += " in" + where
	}
	var filters []string
	for _, filter := range filtersSaid(f.Question) {
		if whose == "" || filter.Name != ownerGrouping() {
			filters = append(filters, strings.ToLower(filter.Name[:1])+filter.Name[1:]+": "+filter.Text)
		}
	}
	if len(filters) > 0 {
		said += " (" + strings.Join(filters, "; ") + ")"
	}
	if f.Total().Margin() > 0 {
		said += ", give or take " + plans.Thousands(float64(f.Total().Margin()), 0)
	}
	return said, nil
}

// ownerGrouping is what filters by association are called.
func ownerGrouping() string {
	g, _ := home.FindPastGrouping("owner")
	return g.Name
}

// about says what a picture shows, to those who cannot see it.
func (t toldInPicture) about(x exhibit, sources []string) string {
	parts := []string{"Map of " + x.Heading + "."}
	if t.sentence != "" {
		sentence := strings.TrimSuffix(t.sentence, ".") + "."
		if t.link != "" {
			sentence += " Where the figure comes from: " + t.link
		}
		parts = append(parts, sentence)
	}
	return strings.Join(append(parts, sources...), "\n")
}
