package web_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

func TestHomesSummary(t *testing.T) {
	site := populated(t).site()
	valeInDegrees := polygon(lonLatRing(t, vale[0][0]))
	holed := polygon(lonLatRing(t, vale[0][0]), lonLatRing(t, square(433090, 435190, 120)))
	for _, c := range []struct {
		name  string
		ask   func() asked
		total float64
	}{
		{"a stored area, with the home on its line", func() asked { return get(t, site, "/homes/summary?area=hollin-vale") }, 60},
		{"the same area posted in degrees", func() asked { return post(t, site, "/homes/summary", valeInDegrees) }, 60},
		{"the same area posted as a feature", func() asked {
			return post(t, site, "/homes/summary", `{"type":"Feature","properties":null,"geometry":`+valeInDegrees+`}`)
		}, 60},
		{"the same area posted in metres", func() asked {
			return post(t, site, "/homes/summary?crs=EPSG:27700", polygon("[[433000,435000],[434000,435000],[434000,436000],[433000,436000],[433000,435000]]"))
		}, 60},
		{"the same area with heights", func() asked {
			return post(t, site, "/homes/summary?crs=EPSG:27700", polygon("[[433000,435000,7],[434000,435000,7],[434000,436000,7],[433000,436000,7],[433000,435000,7]]"))
		}, 60},
		{"an old crs member instead of the parameter", func() asked {
			return post(t, site, "/homes/summary", `{"type":"Polygon","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"coordinates":[[[433000,435000],[434000,435000],[434000,436000],[433000,436000],[433000,435000]]]}`)
		}, 60},
		{"the area without a hole of nine homes", func() asked { return post(t, site, "/homes/summary", holed) }, 51},
		{"two parts", func() asked {
			return post(t, site, "/homes/summary?crs=EPSG:27700", `{"type":"MultiPolygon","coordinates":[[[[433000,435000],[434000,435000],[434000,436000],[433000,436000],[433000,435000]]],[[[435900,435400],[436100,435400],[436100,435600],[435900,435600],[435900,435400]]]]}`)
		}, 64},
		{"a box in metres", func() asked { return get(t, site, "/homes/summary?bbox=435900,435400,436100,435600&crs=EPSG:27700") }, 4},
		{"a box in degrees", func() asked { return get(t, site, "/homes/summary?bbox=-1.6,53.7,-1.3,53.9") }, 64},
		{"everywhere", func() asked { return get(t, site, "/homes/summary") }, 64},
		{"a tenure", func() asked { return get(t, site, "/homes/summary?area=hollin-vale&tenure=shared-ownership") }, 15},
		{"two tenures by comma", func() asked {
			return get(t, site, "/homes/summary?area=hollin-vale&tenure=shared-ownership,affordable-rent")
		}, 30},
		{"two tenures repeated", func() asked {
			return get(t, site, "/homes/summary?area=hollin-vale&tenure=shared-ownership&tenure=affordable-rent")
		}, 30},
		{"a tenure and a type", func() asked {
			return get(t, site, "/homes/summary?area=hollin-vale&tenure=social-rent&home-type=house")
		}, 16},
		{"what was not said", func() asked { return get(t, site, "/homes/summary?area=hollin-vale&epc=unknown") }, 15},
		{"a certificate in lower case", func() asked { return get(t, site, "/homes/summary?area=hollin-vale&epc=c") }, 15},
		{"an owner", func() asked { return get(t, site, "/homes/summary?owner=beck-housing") }, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := c.ask().status(200).json()
			if doc["total"] != c.total || doc["exact"] != true {
				t.Errorf("total %v, want %v", doc["total"], c.total)
			}
			sum := 0.0
			for _, row := range doc["by"].(map[string]any)["tenure"].([]any) {
				sum += row.(map[string]any)["count"].(float64)
			}
			if sum != c.total {
				t.Errorf("the tenures add up to %v, want %v", sum, c.total)
			}
		})
	}
}

func TestHomesSummaryDocument(t *testing.T) {
	site := populated(t).site()
	t.Run("says where a figure comes from", func(t *testing.T) {
		doc := get(t, site, "/homes/summary?area=hollin-vale&by=tenure,home-type,bedrooms,epc,needs,owner").status(200).json()
		boundary := doc["boundary"].(map[string]any)
		if boundary["name"] != "Hollin Vale plan area" || boundary["hectares"] != 100.0 || boundary["perimeter-km"] != 4.0 {
			t.Errorf("boundary %v", boundary)
		}
		if doc["as-at"] != "2026-03-31" || len(doc["sources"].([]any)) != 1 || !strings.Contains(doc["rule"].(string), "on its line") {
			t.Errorf("as-at %v, sources %v, rule %v", doc["as-at"], doc["sources"], doc["rule"])
		}
		if by := doc["by"].(map[string]any); len(by) != 6 {
			t.Errorf("%d groupings", len(by))
		}
		again := get(t, site, strings.TrimPrefix(doc["link"].(string), publicURL)).status(200).json()
		if again["total"] != doc["total"] {
			t.Errorf("its link answers %v", again["total"])
		}
	})
	t.Run("gives the one sentence where there is no figure", func(t *testing.T) {
		doc := get(t, site, "/homes/summary?bbox=-3.2,55.9,-3.1,56.0").status(200).json()
		want := "No figure here: there are no association homes, or too few to show without pointing at people's homes. The association and the planning authority can see more."
		if doc["total"] != 0.0 || doc["sentence"] != want {
			t.Errorf("total %v, sentence %v", doc["total"], doc["sentence"])
		}
	})
	t.Run("is one table as CSV", func(t *testing.T) {
		for _, a := range []asked{get(t, site, "/homes/summary.csv?area=hollin-vale"), get(t, site, "/homes/summary?area=hollin-vale", "Accept", "text/csv"),
			get(t, site, "/areas/hollin-vale/homes.csv?by=tenure")} {
			rows, err := csv.NewReader(a.status(200).Body).ReadAll()
			must(t, err)
			if strings.Join(rows[0][:4], ",") != "by,value,name,count" || strings.Join(rows[1][:4], ",") != "total,,Homes,60" || strings.Join(rows[2][:4], ",") != "tenure,social-rent,Social rent,30" {
				t.Errorf("%v", rows[:3])
			}
			if strings.Join(rows[0][4:], ",") != "published,protected,error,figure,figure-url,figure-kept,as-at,rule,policy,release,publisher,licence,retrieved" || !slices.Equal(rows[1][4:], rows[2][4:]) ||
				rows[1][9] != "yes" || strings.Join(rows[1][10:16], ",") != "2026-03-31,homes-inside,published-homes,,Hollin District Council,ogl-v3" {
				t.Errorf("where it is from: %v", rows[:3])
			}
			if page := get(t, site, strings.TrimPrefix(rows[1][8], publicURL), "Accept", browser).status(200).page(); !slices.Contains(page.texts("dl.big dd"), "60") {
				t.Errorf("its figure opens with %v", page.texts("dl.big dd"))
			}
		}
		if bom := get(t, site, "/homes/summary.csv?bom=yes").Body.String(); !strings.HasPrefix(bom, "\uFEFFby,") {
			t.Errorf("bom=yes begins %q", bom[:5])
		}
	})
}
