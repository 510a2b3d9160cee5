package ingest

import (
	"context"
	"strconv"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

func loadHomes(ctx context.Context, s *session) (intake.Counts, int64, error) {
	return s.Loader.Homes(ctx, s.imp(), rows(ctx, s, readHome), s.report)
}

func readHome(d *draft, r *plans.FieldReader) home.Home {
	if d.Err != nil {
		return home.Home{}
	}
	h := home.FromFields(r)
	h.Point, _ = d.point()
	h.Position = d.position()
	h.SourceCRS = string(d.place.SourceCRS)
	if p, ok := d.place.Source.(orb.Point); ok {
		h.SourceX, h.SourceY = p[0], p[1]
	}
	return h
}

func loadAssets(ctx context.Context, s *session) (intake.Counts, int64, error) {
	return s.Loader.Assets(ctx, s.imp(), rows(ctx, s, readAsset), s.report)
}

func readAsset(d *draft, r *plans.FieldReader) asset.Asset {
	if d.Err != nil {
		return asset.Asset{}
	}
	a := asset.FromFields(r)
	if !d.requirePlace() {
		return a
	}
	if p, ok := intake.At(d.place); ok {
		a.Shape, a.Point = p, p
	} else if outline, ok := d.outline(); ok {
		a.Shape, a.Point = outline, d.pin(outline)
	}
	if a.Kind == "other" && !r.Said("asset-kind") {
		if kind := asset.KindInWords(d.s.FileName); kind != "" {
			a.Kind = kind
			r.Remark("Assets that do not say what they are were sorted by the words of the file's name.")
		}
	}
	a.Position = d.position()
	a.SourceCRS, a.SourceShape = string(d.place.SourceCRS), d.sourceShape(a.Shape)
	a.AsAt = d.s.Source.AsAt
	if a.Reference == "" {
		a.Reference = makeReference(a.Name, grid(a.Point)...)
		r.Remark("Rows without a reference were given one made of their name and position, the same on every import.")
	}
	return a
}

func loadAreas(ctx context.Context, s *session) (intake.Counts, int64, error) {
	return s.Loader.Areas(ctx, s.imp(), rows(ctx, s, readArea), s.report)
}

func readArea(d *draft, r *plans.FieldReader) area.Area {
	if d.Err != nil {
		return area.Area{}
	}
	a := area.FromFields(r)
	if outline, ok := d.outline(); ok {
		a.Shape = outline
	}
	a.SourceCRS, a.SourceShape = string(d.place.SourceCRS), d.sourceShape(a.Shape)
	a.AsAt = d.s.Source.AsAt
	if a.Reference == "" {
		a.Reference = makeReference(a.Name)
		r.Remark("Areas without a reference were given one made of their name, the same on every import.")
	}
	return a
}

func loadBoundaries(ctx context.Context, s *session) (intake.Counts, int64, error) {
	if year := boundary.YearOfHeading(s.mapping.Column("code")); year != 0 && s.mapping.Column("code-year") == "" && s.defaults["code-year"] == "" {
		s.defaults["code-year"] = strconv.Itoa(year)
	}
	return s.Loader.Boundaries(ctx, s.imp(), rows(ctx, s, readBoundary), s.report)
}

func readBoundary(d *draft, r *plans.FieldReader) boundary.Boundary {
	if d.Err != nil {
		return boundary.Boundary{}
	}
	b := boundary.FromFields(r)
	if outline, ok := d.outline(); ok {
		b.Shape = outline
	}
	b.SourceCRS, b.SourceShape = string(d.place.SourceCRS), d.sourceShape(b.Shape)
	if b.Code == "" {
		b.Code = makeReference(b.Name, grid(shape.PointOn(b.Shape))...)
		r.Remark("Boundaries without a code were given one made of their name and position, the same on every import.")
	}
	return b
}

func loadOrganisations(ctx context.Context, s *session) (intake.Counts, int64, error) {
	if column := s.mapping.Column("reference"); organisation.IsRegulatorsHeading(column) && s.mapping.Column("rp-code") == "" {
		s.source.index["rp-code"], s.source.name["rp-code"] = s.source.index["reference"], column
	}
	return s.Loader.Organisations(ctx, s.imp(), rows(ctx, s, readOrganisation), s.report)
}

func readOrganisation(d *draft, r *plans.FieldReader) organisation.Organisation {
	if d.Err != nil {
		return organisation.Organisation{}
	}
	o := organisation.FromFields(r)
	if o.Reference == "" && o.Name != "" {
		o.Reference = makeReference(o.Name)
		r.Remark("Organisations without a reference were given one made of their name, the same on every import.")
	}
	o.AsAt = d.s.Source.AsAt
	return o
}

func loadPlaces(ctx context.Context, s *session) (intake.Counts, int64, error) {
	return s.Loader.Places(ctx, s.imp(), rows(ctx, s, readPlace), s.report)
}

func readPlace(d *draft, r *plans.FieldReader) place.Place {
	if d.Err != nil {
		return place.Place{}
	}
	p := place.FromFields(r)
	p.Point, _ = d.point()
	p.SourceCRS = string(d.place.SourceCRS)
	p.AsAt = d.s.Source.AsAt
	if p.Reference == "" {
		p.Reference = makeReference(p.Name, grid(p.Point)...)
		r.Remark("Places without a reference were given one made of their name and position, the same on every import.")
	}
	return p
}
