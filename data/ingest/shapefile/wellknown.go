package shapefile

import (
	"strconv"
	"strings"
)

// node is one part of a coordinate system in well-known text: GEOGCS["GCS_WGS_1984", ...].
type node struct {
	keyword string
	texts   []string // quoted and bare values, in order
	parts   []node
}

// part is the first with one of these keywords.
func (n node) part(keywords ...string) (node, bool) {
	for _, p := range n.parts {
		for _, k := range keywords {
			if p.keyword == k {
				return p, true
			}
		}
	}
	return node{}, false
}

func (n node) text(i int) string {
	if i < len(n.texts) {
		return n.texts[i]
	}
	return ""
}

func (n node) number(i int) (float64, bool) {
	v, err := strconv.ParseFloat(n.text(i), 64)
	return v, err == nil
}

// parseWKT reads well-known text of either version, from its outermost part to the end of that; what follows, such as ESRI's
// vertical system, is not looked at. ok is false of other text.
func parseWKT(text string) (n node, ok bool) {
	p := wktParser{text: text}
	n = p.node(0)
	return n, !p.failed && len(n.texts)+len(n.parts) > 0
}

type wktParser struct {
	text   string
	at     int
	failed bool
}

// deepest that parts lie in each other; a system within a transformation has nine.
const deepest = 32

func (p *wktParser) node(depth int) (n node) {
	p.space()
	from := p.at
	for p.at < len(p.text) && isWord(p.text[p.at]) {
		p.at++
	}
	n.keyword = strings.ToUpper(p.text[from:p.at])
	if n.keyword == "" || depth > deepest || !p.accept("[(") {
		p.failed = true
		return n
	}
	for !p.failed {
		p.space()
		switch start := p.at; {
		case p.at == len(p.text):
			p.failed = true
		case p.text[p.at] == '"':
			n.texts = append(n.texts, p.quoted())
		default:
			for p.at < len(p.text) && strings.IndexByte(",[]()\"", p.text[p.at]) < 0 {
				p.at++
			}
			if p.at < len(p.text) && (p.text[p.at] == '[' || p.text[p.at] == '(') {
				p.at = start
				n.parts = append(n.parts, p.node(depth+1))
			} else {
				n.texts = append(n.texts, strings.TrimSpace(p.text[start:p.at]))
			}
		}
		if p.accept("])") {
			return n
		}
		if !p.accept(",") {
			p.failed = true
		}
	}
	return n
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

func (p *wktParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *wktParser) accept(any string) bool {
	p.space()
	if p.at < len(p.text) && strings.IndexByte(any, p.text[p.at]) >= 0 {
		p.at++
		return true
	}
	return false
}

// quoted reads a text in quotation marks, where two stand for one.
func (p *wktParser) quoted() string {
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] == '"' {
			if p.at++; p.at == len(p.text) || p.text[p.at] != '"' {
				return b.String()
			}
		}
		b.WriteByte(p.text[p.at])
	}
	p.failed = true
	return b.String()
}
