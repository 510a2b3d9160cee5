package pdf

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"terrier/tiles/picture"
)

// Bytes writes the document. The same document is the same bytes.
func (d Document) Bytes() []byte {
	out := &file{}
	catalog, pageTree := out.reserve(), out.reserve()
	pages := make([]int, len(d.Pages))
	for i := range pages {
		pages[i] = out.reserve()
	}
	tags, marks, letters, alphas := newStructure(out, len(pages)), &bookmarks{}, &fonts{}, map[uint8]bool{}
	contents := make([]int, len(pages))
	for i, p := range d.Pages {
		contents[i] = p.write(out, letters, alphas, tags, marks, i, pages[i])
	}
	letters.write(out)
	tags.write(out)
	resources := out.add("<</Font<<%s>>/ExtGState<<%s>>>>", letters.resources(), opacities(alphas))
	for i, p := range d.Pages {
		out.put(pages[i], "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S%s>>", pageTree,
			number(nil, p.Width*pointsPerMillimetre, 4), number(nil, p.Height*pointsPerMillimetre, 4), resources, contents[i], i, p.viewport())
	}
	out.put(pageTree, "<</Type/Pages/Count %d/Kids[%s]>>", len(pages), references(pages))
	outline := ""
	if root := marks.write(out); root != 0 {
		outline = fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", root)
	}
	metadata := out.plainStream("/Type/Metadata/Subtype/XML", d.xmp())
	// A printer that fits the page to its paper would spoil the ratio, so the document asks it not to.
	out.put(catalog, "<</Type/Catalog/Pages %d 0 R/Lang%s/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None/PickTrayByPDFSize true>>%s>>",
		pageTree, text(d.Language), tags.root, metadata, outline)
	return out.bytes(out.add("<<%s>>", d.info()))
}

// write draws the page and returns the number of its content stream.
func (p Page) write(out *file, letters *fonts, alphas map[uint8]bool, tags *structure, marks *bookmarks, page, object int) int {
	c := &content{fonts: letters, alphas: alphas}
	for _, b := range p.Blocks {
		if b.Role == Decoration {
			c.op("/Artifact BMC\n")
		} else {
			c.op("/%s<</MCID %d>>BDC\n", roleNames[b.Role], tags.add(out, b, page, object, p.Height))
		}
		c.apart = b.Role == Figure
		for _, d := range b.Drawings {
			c.draw(d, p.Height)
		}
		c.op("EMC\n")
		if b.Bookmark != "" {
			x, y := b.corner()
			marks.entries = append(marks.entries, bookmark{b.Bookmark, object, x * pointsPerMillimetre, (p.Height - y) * pointsPerMillimetre, b.Deeper})
		}
	}
	return out.stream("", c.buf)
}

// corner is the upper left corner of what is bookmarked, a little above its first line.
func (b Block) corner() (x, y float64) {
	if b.Box != nil {
		return b.Box.X0, b.Box.Y0
	}
	for _, d := range b.Drawings {
		for _, m := range d.Marks {
			if m.Kind == picture.Text && len(m.Runs) > 0 {
				return d.X + m.Runs[0].X*d.Scale, d.Y + (m.Runs[0].Y-1.5*m.Size)*d.Scale
			}
		}
	}
	return 0, 0
}

func opacities(alphas map[uint8]bool) string {
	var b strings.Builder
	b.WriteString("/A255<</CA 1/ca 1>>")
	for _, a := range slices.Sorted(maps.Keys(alphas)) {
		if a != 255 {
			v := number(nil, float64(a)/255, 3)
			fmt.Fprintf(&b, "/A%d<</CA %s/ca %s>>", a, v, v)
		}
	}
	return b.String()
}

// viewport says where on Earth the map of a page lies.
func (p Page) viewport() string {
	if p.Place == nil {
		return ""
	}
	var at strings.Builder
	for _, corner := range p.Place.Corners {
		fmt.Fprintf(&at, "%.9f %.9f ", corner[1], corner[0])
	}
	return fmt.Sprintf("/VP[<</Type/Viewport/BBox[%s]/Measure<</Type/Measure/Subtype/GEO/Bounds[0 0 0 1 1 1 1 0]/LPTS[0 0 0 1 1 1 1 0]/GPTS[%s]/GCS<</Type/PROJCS/EPSG %d/WKT(%s)>>>>>>]",
		box(p.Place.Box, p.Height), strings.TrimSpace(at.String()), p.Place.EPSG, p.Place.WKT)
}

// box is a rectangle in points, from the lower left corner.
func box(r picture.Rect, pageHeight float64) string {
	return fmt.Sprintf("%.3f %.3f %.3f %.3f", r.X0*pointsPerMillimetre, (pageHeight-r.Y1)*pointsPerMillimetre, r.X1*pointsPerMillimetre, (pageHeight-r.Y0)*pointsPerMillimetre)
}

const producer = "Terrier"

func (d Document) info() string {
	s := "/Title" + text(d.Title) + "/Subject" + text(d.Subject) + "/Author" + text(d.Author) + "/Producer" + text(producer)
	if !d.Made.IsZero() {
		day := d.Made.UTC().Format("20060102150405")
		s += fmt.Sprintf("/CreationDate(D:%sZ)/ModDate(D:%sZ)", day, day)
	}
	return s
}

// xmp says the same as info does, as XML.
func (d Document) xmp() string {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">")
	fmt.Fprintf(&b, "<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>", html.EscapeString(d.Title))
	fmt.Fprintf(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:description>", html.EscapeString(d.Subject))
	fmt.Fprintf(&b, "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>",
		html.EscapeString(d.Author), html.EscapeString(d.Language))
	if !d.Made.IsZero() {
		day := d.Made.UTC().Format("2006-01-02T15:04:05Z")
		fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>", day, day)
	}
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", producer)
	return b.String()
}
