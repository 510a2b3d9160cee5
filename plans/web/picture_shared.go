package web

import "terrier/plans/provenance"

// shared is what other sites and messengers show of a page whose address somebody passes on (https://ogp.me).
type shared struct {
	Title, About string
	Picture      string // address of a PNG, sharedWidth by sharedHeight
	Alt          string
}

// Width and Height are the size that most of them cut pictures to, in pixels.
func (shared) Width() string { return sharedWidth }

// Height is the other side.
func (shared) Height() string { return sharedHeight }

const sharedWidth, sharedHeight = "1200", "630"

// sharedPicture is what is shown of the page of a public thing.
func (s *site) sharedPicture(kind, ref, heading, about string) *shared {
	return &shared{Title: heading, About: about, Picture: s.PublicURL + "/pictures/" + kind + "/" + ref + ".png?w=" + sharedWidth + "&h=" + sharedHeight, Alt: "Map of " + heading}
}

// sharedFigure is a figure in a sentence, of the association where one is named, or the public's where there is none.
func sharedFigure(f *provenance.Figure, whose string) string {
	if f == nil || f.Question.Of == "homes" && f.Answer.Total == 0 {
		return publicSentence
	}
	sentence, err := figureSentence(f, whose)
	if err != nil {
		return ""
	}
	return sentence + "."
}
