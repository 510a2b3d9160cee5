package pdf

import (
	"fmt"
	"strings"
)

// structure is the tree of what is read, in its order (ISO 32000-1 section 14.7).
type structure struct {
	root, parents, document int        // numbers of its objects
	children                []int      // of the document
	list                    int        // the list that is open; 0: none
	items                   []int      // of it
	byPage                  [][]string // references to what the marked contents of each page are of
}

var roleNames = [...]string{Heading1: "H1", Heading2: "H2", Heading3: "H3", Paragraph: "P", Item: "LBody", Figure: "Figure"}

func newStructure(out *file, pages int) *structure {
	return &structure{root: out.reserve(), parents: out.reserve(), document: out.reserve(), byPage: make([][]string, pages)}
}

// add notes a block as the next that is read, and returns the number of its marked content on its page.
func (s *structure) add(out *file, b Block, page, pageObject int, pageHeight float64) (content int) {
	content = len(s.byPage[page])
	parent := s.document
	if b.Role != Item {
		s.closeList(out)
	} else {
		if s.list == 0 {
			s.list = out.reserve()
			s.children = append(s.children, s.list)
		}
		item := out.reserve()
		s.items = append(s.items, item)
		parent = item
	}
	var more strings.Builder
	if b.Alt != "" {
		fmt.Fprintf(&more, "/Alt%s", text(b.Alt))
	}
	if b.Language != "" {
		fmt.Fprintf(&more, "/Lang%s", text(b.Language))
	}
	if b.Box != nil && b.Role == Figure {
		fmt.Fprintf(&more, "/A<</O/Layout/Placement/Block/BBox[%s]>>", box(*b.Box, pageHeight))
	}
	element := out.add("<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K %d%s>>", roleNames[b.Role], parent, pageObject, content, more.String())
	if b.Role == Item {
		out.put(parent, "<</Type/StructElem/S/LI/P %d 0 R/K %d 0 R>>", s.list, element)
	} else {
		s.children = append(s.children, element)
	}
	s.byPage[page] = append(s.byPage[page], fmt.Sprintf("%d 0 R", element))
	return content
}

func (s *structure) closeList(out *file) {
	if s.list != 0 {
		out.put(s.list, "<</Type/StructElem/S/L/P %d 0 R/K[%s]>>", s.document, references(s.items))
		s.list, s.items = 0, nil
	}
}

func (s *structure) write(out *file) {
	s.closeList(out)
	out.put(s.root, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>", s.document, s.parents, len(s.byPage))
	out.put(s.document, "<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>", s.root, references(s.children))
	var b strings.Builder
	for page, contents := range s.byPage {
		fmt.Fprintf(&b, "%d[%s]", page, strings.Join(contents, " "))
	}
	out.put(s.parents, "<</Nums[%s]>>", b.String())
}

func references(numbers []int) string {
	all := make([]string, len(numbers))
	for i, n := range numbers {
		all[i] = fmt.Sprintf("%d 0 R", n)
	}
	return strings.Join(all, " ")
}
