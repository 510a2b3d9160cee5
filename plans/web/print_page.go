package web

import (
	"context"
	"strconv"

	"terrier/plans/area"
	"terrier/tiles/picture/sheet"
)

// printView is the map of an area in words, with all the ways to print it.
type printView struct {
	Page
	Crumbs   []crumb
	Of       printed
	Purpose  string
	Facts    []sheet.Fact
	Words    sheet.Words
	Corners  []corner
	About    string // what the map shows
	Picture  pictureView
	PDF      string // address without a query
	Versions string
	GeoJSON  string
	Papers   []paperRow
	Ratios   []optionView
	Chosen   string // orientation that suits
	Around   []string
	Licences []string
}

// paperRow is a size of paper with what fits it.
type paperRow struct {
	Name   string
	Size   string // "210 × 297 mm"
	Sheets []sheetLink
}

type sheetLink struct{ Orientation, Link, Ratio string } // Ratio is "" where the area does not fit

// view is the page of an area whose PDF has that address, without a query.
func (p prints) view(ctx context.Context, page Page, of printed, pdf string) (view printView, err error) {
	view = printView{Page: page, Of: of, PDF: pdf, Purpose: purposeOfMap, Facts: of.facts(), Words: of.words, Corners: corners(of.shape), Chosen: suits(of.shape.Bound()), About: "Map of " + of.Title + ": " + of.about()}
	view.Picture, err = areas{p.site}.pictureOf(ctx, area.Area{Ref: of.ref, Shape: of.shape})
	if err != nil {
		return view, err
	}
	for _, paper := range sheet.Papers {
		row := paperRow{Name: paper.Name, Size: strconv.Itoa(int(paper.Short)) + " × " + strconv.Itoa(int(paper.Long)) + " mm"}
		for _, o := range orientations {
			wished, link := wish{paper: paper, orientation: o.Slug}, sheetLink{Orientation: o.Slug}
			if plan, err := wished.plan(of.shape.Bound()); err == nil {
				wished.ratio = plan.Frame.Ratio
				link.Ratio, link.Link = "1:"+thousands(wished.ratio), pdf+"?"+wished.address()
			}
			row.Sheets = append(row.Sheets, link)
		}
		view.Papers = append(view.Papers, row)
	}
	for _, ratio := range sheet.UsualRatios {
		view.Ratios = append(view.Ratios, optionView{Value: strconv.Itoa(ratio), Name: "1:" + thousands(ratio)})
	}
	for _, n := range of.ground.Neighbours {
		if n.Ref != of.ref && n.Ref != "" {
			view.Around = append(view.Around, n.Name)
		}
	}
	var licences lines
	licences.add(creditOf(of.Source))
	if _, ok := landOf(of.ground, of.shape); ok {
		err = p.addLicences(ctx, &licences, []string{"boundary"}, false)
	}
	view.Licences = licences
	return view, err
}
