package web_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is a parsed page. Pages are asserted by selector, so that a change of words or order breaks no test that is not about it.
type page struct {
	t    testing.TB
	root *html.Node
}

func (a asked) page() page {
	a.t.Helper()
	root, err := html.Parse(strings.NewReader(a.Body.String()))
	must(a.t, err)
	return page{a.t, root}
}

// all finds the nodes of a selector of the kind "main#main table.rows td[data-label]": tags, ids, classes, attributes with or
// without a value, and descendants.
func (p page) all(selector string) []*html.Node {
	found := []*html.Node{p.root}
	for _, compound := range strings.Fields(selector) {
		var next []*html.Node
		for _, from := range found {
			for n := range from.Descendants() {
				if n.Type == html.ElementNode && matches(n, compound) && !slices.Contains(next, n) {
					next = append(next, n)
				}
			}
		}
		found = next
	}
	return found
}

// one is the only node of a selector.
func (p page) one(selector string) *html.Node {
	p.t.Helper()
	found := p.all(selector)
	if len(found) != 1 {
		p.t.Fatalf("%d nodes are %q, want 1", len(found), selector)
	}
	return found[0]
}

func (p page) texts(selector string) []string {
	var texts []string
	for _, n := range p.all(selector) {
		texts = append(texts, textOf(n))
	}
	return texts
}

func (p page) attrs(selector, key string) []string {
	var values []string
	for _, n := range p.all(selector) {
		values = append(values, attr(n, key))
	}
	return values
}

func matches(n *html.Node, compound string) bool {
	tag, rest := compound, ""
	if i := strings.IndexAny(compound, "#.["); i >= 0 {
		tag, rest = compound[:i], compound[i:]
	}
	if tag != "" && n.Data != tag {
		return false
	}
	for rest != "" {
		end := strings.IndexAny(rest[1:], "#.[") + 1
		if rest[0] == '[' {
			end = strings.IndexByte(rest, ']') + 1
		}
		if end <= 0 {
			end = len(rest)
		}
		part := rest[:end]
		rest = rest[end:]
		switch part[0] {
		case '#':
			if attr(n, "id") != part[1:] {
				return false
			}
		case '.':
			if !slices.Contains(strings.Fields(attr(n, "class")), part[1:]) {
				return false
			}
		case '[':
			key, value, valued := strings.Cut(strings.Trim(part, "[]"), "=")
			if !has(n, key) || valued && attr(n, key) != value {
				return false
			}
		}
	}
	return true
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// textOf is the text inside a node with single spaces.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
