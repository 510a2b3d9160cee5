package ingest_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/geo/bng"
	"terrier/plans"
)

func TestBasemapOneLayer(t *testing.T) {
	for _, layer := range []string{"SE_Road", "se_road", "Road", "road"} {
		b := newGround(t)
		res := b.mustUnder(t, thruppCross().shapefiles(t), func(r *ingest.Request) { r.Layer = layer })
		if diff := cmp.Diff(map[string]int{"road main": 5, "road minor": 19}, b.kinds(t)); diff != "" || res.Proposal.Layer != layer {
			t.Errorf("%s: %s%s", layer, res.Proposal.Layer, diff)
		}
	}
}

func TestBasemapInOtherShapes(t *testing.T) {
	t.Run("longitude and latitude", func(t *testing.T) {
		b := newGround(t)
		res := b.mustUnder(t, thruppCross().geoPackage(t, 4326, func(g orb.Geometry) orb.Geometry {
			lonlat, err := bng.TransformWGS84(g)
			if err != nil {
				t.Fatal(err)
			}
			return lonlat
		}))
		if diff := cmp.Diff(thruppKinds, b.kinds(t)); diff != "" || !strings.Contains(res.Proposal.Coordinates, "WGS 84") {
			t.Error(res.Proposal.Coordinates, diff)
		}
		b.numbers(t, map[string]int{"SELECT count(*) FROM basemap WHERE name = 'Thrupp Cross' AND ST_Distance(geom, 'SRID=27700;POINT(434700 436600)') < 0.002": 1})
	})
	t.Run("a GeoPackage from before April 2023", func(t *testing.T) {
		town := thruppCross()
		for i := range town.layers {
			l := &town.layers[i]
			l.table, l.fields = l.name, slices.Clone(l.fields)
			for k, f := range l.fields {
				words := strings.Split(f.long, "_")
				for w := range words[1:] {
					words[w+1] = strings.ToUpper(words[w+1][:1]) + words[w+1][1:]
				}
				l.fields[k].long = strings.Join(words, "")
			}
		}
		b := newGround(t)
		b.mustUnder(t, town.geoPackage(t, 27700, nil))
		if diff := cmp.Diff(thruppKinds, b.kinds(t)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("shapes of another form than the layer's are refused", func(t *testing.T) {
		town := thruppCross().keep("Road", "Woodland")
		town.layer("Road").rows = append(town.layer("Road").rows, openRow{orb.LineString{onGround(0, 0), onGround(0, 0)}, town.layer("Road").rows[0].values},
			openRow{orb.LineString{{9e6, 9e6}, {9e6, 9e6 + 1}}, town.layer("Road").rows[0].values}, openRow{orb.LineString{onGround(0, 0)}, town.layer("Road").rows[0].values})
		wood := town.layer("Woodland")
		wood.z, wood.rows = false, append(wood.rows, openRow{onGround(1, 1), wood.rows[0].values})
		b := newGround(t)
		var report bytes.Buffer
		res := b.mustUnder(t, town.geoPackage(t, 27700, nil), func(r *ingest.Request) { r.Report = &report })
		codes := map[string]string{}
		for _, p := range res.Problems {
			codes[fmt.Sprintf("%d %s", p.Line, p.Field)] = string(p.Outcome) + " " + p.Code
		}
		want := map[string]string{"25 road geometry": "refused too-few-points", "26 road geometry": "refused outside-britain", "27 road geometry": "refused wrong-geometry",
			"3 woodland geometry": "repaired self-crossing", "4 woodland geometry": "refused null-geometry", "5 woodland geometry": "refused wrong-geometry"}
		if diff := cmp.Diff(want, codes); diff != "" || res.Refused != 5 || strings.Count(report.String(), "\n") != 7 {
			t.Errorf("refused %d, %s\n%s", res.Refused, diff, &report)
		}
	})
	t.Run("without a repairer an outline that is not sound is refused", func(t *testing.T) {
		b := newGround(t)
		res := b.mustUnder(t, thruppCross().shapefiles(t), func(r *ingest.Request) { r.Repairer = nil })
		if res.Refused != 3 || res.Repaired != 0 {
			t.Errorf("refused %d, repaired %d", res.Refused, res.Repaired)
		}
	})
}

func TestBasemapRefusals(t *testing.T) {
	town := thruppCross()
	other := &openMap{} // as OS Open Zoomstack has it
	other.add("x", "woodland", "POLYGON", false, []openField{{"", "uuid", false}, {"", "type", false}}, openRow{blockOf(0, 0, 9, 9), []string{"Local"}})
	other.add("x", "roads_local", "LINESTRING", false, []openField{{"", "uuid", false}}, openRow{wayOf(0, 0, 9, 9), nil})
	b := newGround(t)
	for name, c := range map[string]struct {
		content []byte
		change  func(*ingest.Request)
		code    string
		says    string
	}{
		"another product":              {other.geoPackage(t, 27700, nil), nil, "not-a-basemap", "roads_local, woodland"},
		"a table":                      {[]byte("name,lon,lat\nHall,-1,53\n"), nil, "not-a-basemap", "CSV"},
		"a layer that is not there":    {town.shapefiles(t), func(r *ingest.Request) { r.Layer = "SE_Canals" }, "unknown-layer", "SE_Canals"},
		"a layer that is not drawn":    {town.shapefiles(t), func(r *ingest.Request) { r.Layer = "FunctionalSite" }, "not-drawn", "SE_Woodland"},
		"a condition":                  {town.shapefiles(t), func(r *ingest.Request) { r.Where = "FEATCODE = 15014" }, "not-for-basemap", "--where"},
		"columns":                      {town.shapefiles(t), func(r *ingest.Request) { r.Map = map[string]string{"name": "DISTNAME"} }, "not-for-basemap", "--map"},
		"a system that is not known":   {town.geoPackage(t, 32630, nil), nil, "unknown-crs", "32630"},
		"a system given that is none":  {town.shapefiles(t), func(r *ingest.Request) { r.CRS = "mars" }, "unknown-crs", "mars"},
		"a licence that is not known":  {town.shapefiles(t), func(r *ingest.Request) { r.Source.Licence = "mine" }, "unknown-licence", "ogl-v3-os"},
		"an archive that breaks off":   {town.shapefiles(t)[:20_000], nil, "", ""},
		"a GeoPackage that breaks off": {town.geoPackage(t, 27700, nil)[:60_000], nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.under(t, c.content, func(r *ingest.Request) {
				if c.change != nil {
					c.change(r)
				}
			})
			var refused *plans.Error
			if !errors.As(err, &refused) || refused.Remedy == "" || c.code != "" && refused.Code != c.code || !strings.Contains(refused.Message+" "+refused.Remedy, c.says) {
				t.Errorf("%v", err)
			}
		})
	}
	b.numbers(t, map[string]int{"SELECT count(*) FROM basemap": 0, "SELECT count(*) FROM import": 0, "SELECT count(*) FROM import_attempt WHERE ended_at IS NULL": 0})
}
