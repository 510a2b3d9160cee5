package web

import (
	"fmt"
	"html/template"
	"strconv"

	"github.com/paulmach/orb"
)

// pictureView is a drawing of some shapes, north up, for those who read a page without scripts and for paper.
type pictureView struct {
	ViewBox template.HTMLAttr
	Layers  []layerView
}

type layerView struct {
	Class string
	Path  template.HTMLAttr
}

type drawnLayer struct {
	class string
	shape orb.MultiPolygon
}

const pictureWide = 1000.0

// picture draws shapes of EPSG:27700 into a box of 1000 by what is needed.
func picture(layers ...drawnLayer) pictureView {
	var extent orb.Bound
	first := true
	for _, l := range layers {
		if len(l.shape) > 0 {
			if first {
				extent, first = l.shape.Bound(), false
			}
			extent = extent.Union(l.shape.Bound())
		}
	}
	return pictureIn(extent, layers...)
}

// pictureIn draws what of shapes lies in a box.
func pictureIn(extent orb.Bound, layers ...drawnLayer) pictureView {
	side := max(extent.Max[0]-extent.Min[0], extent.Max[1]-extent.Min[1], 1)
	scale, margin := (pictureWide-40)/side, 20.0
	view := pictureView{ViewBox: template.HTMLAttr(fmt.Sprintf(`viewBox="0 0 %.0f %.0f"`, (extent.Max[0]-extent.Min[0])*scale+2*margin, (extent.Max[1]-extent.Min[1])*scale+2*margin))}
	for _, l := range layers {
		if len(l.shape) == 0 {
			continue
		}
		path := []byte(`d="`)
		for _, part := range l.shape {
			for _, ring := range part {
				for i, p := range ring {
					command := byte('L')
					if i == 0 {
						command = 'M'
					}
					path = append(path, command)
					path = strconv.AppendFloat(path, (p[0]-extent.Min[0])*scale+margin, 'f', 1, 64)
					path = append(path, ' ')
					path = strconv.AppendFloat(path, (extent.Max[1]-p[1])*scale+margin, 'f', 1, 64)
				}
				path = append(path, 'Z')
			}
		}
		view.Layers = append(view.Layers, layerView{l.class, template.HTMLAttr(append(path, '"'))})
	}
	return view
}
