package kml_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// values reads one Placemark as names and values.
func values(t *testing.T, placemark string) map[string]string {
	t.Helper()
	reader, rows, err := read(t, "<kml><Placemark>"+placemark+"</Placemark></kml>")
	if err != nil || len(rows) != 1 || rows[0].Err != nil {
		t.Fatalf("%+v %v", rows, err)
	}
	found := map[string]string{}
	for i, name := range reader.Header() {
		found[name] = rows[0].Value(i)
	}
	return found
}

func TestDescription(t *testing.T) {
	for name, c := range map[string]struct {
		html string
		want map[string]string
	}{
		"plain text keeps its lines":        {"one\ntwo < 3 & a<b", map[string]string{"description": "one\ntwo < 3 & a<b"}},
		"entities in plain text":            {"Marks &amp; Co, p?a=1&copy=2", map[string]string{"description": "Marks & Co, p?a=1&copy=2"}},
		"tags":                              {"A <b>green</b> field<br/>and <p>a hall</p>", map[string]string{"description": "A green field\nand\na hall"}},
		"nothing":                           {" ", map[string]string{}},
		"styles and scripts":                {"<head><style>td{}</style><script>x<y</script></head>a", map[string]string{"description": "a"}},
		"a link":                            {`<a href="https://x/y?a=1&amp;b=2">Plan</a> adopted`, map[string]string{"description": "Plan (https://x/y?a=1&b=2) adopted"}},
		"a link that is its own text":       {`<a href="http://x">http://x</a>`, map[string]string{"description": "http://x"}},
		"a picture":                         {`<img src="http://x/p.jpg"><img src="data:image/png;base64,AAAA">`, map[string]string{"description": "http://x/p.jpg"}},
		"attributes":                        {"<table><tr><td>REF</td><td>12</td></tr><tr><td>NAME:</td><td>The <i>Green</i></td></tr></table>", map[string]string{"REF": "12", "NAME": "The Green"}},
		"one attribute, headings of th":     {"<table><tr><th>REF</th><td>12</td></tr></table>", map[string]string{"REF": "12"}},
		"tags that are not closed":          {"<table><tr><td>REF<td>12<tr><td>B<td>2", map[string]string{"REF": "12", "B": "2"}},
		"a table in a table, with nulls":    {"<table><tr><td>Site</td></tr><tr><td><table><tr><td>FID</td><td>0</td></tr><tr><td>NOTE</td><td>&lt;Null&gt;</td></tr></table></td></tr></table>", map[string]string{"description": "Site", "FID": "0", "NOTE": ""}},
		"headings above":                    {"<table><tr><th>Attribute</th><th>Value</th></tr><tr><td>REF</td><td>12</td></tr></table>", map[string]string{"REF": "12"}},
		"text beside attributes":            {"Adopted 2019.<table><tr><td>REF</td><td>12</td></tr></table>See <a href='http://x'>map</a>", map[string]string{"REF": "12", "description": "Adopted 2019.\nSee map (http://x)"}},
		"a link as value":                   {"<table><tr><td>DOC</td><td><a href='http://x'></a></td></tr></table>", map[string]string{"DOC": "http://x"}},
		"three columns are no attributes":   {"<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>", map[string]string{"description": "a | b | c\nd: e"}},
		"a name that comes twice":           {"<table><tr><td>a</td><td>b</td></tr><tr><td>a</td><td>c</td></tr></table>", map[string]string{"description": "a: b\na: c"}},
		"names too long to be names":        {"<table><tr><td>" + strings.Repeat("long ", 20) + "</td><td>b</td></tr></table>", map[string]string{"description": strings.TrimSpace(strings.Repeat("long ", 20)) + ": b"}},
		"tags that do not fit":              {"</td></table></tr><td>a</td></b></table>b", map[string]string{"description": "a\nb"}},
		"tables in tables beyond all sense": {strings.Repeat("<table><tr><td>", 5000) + "x", map[string]string{"description": "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, values(t, "<description><![CDATA["+c.html+"]]></description>")); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("HTML outside of CDATA", func(t *testing.T) {
		got := values(t, `<description>Hall <a href="http://x?a&amp;b">M</a><table><tr><td>REF</td><td>12</td></tr></table></description>`)
		if diff := cmp.Diff(map[string]string{"REF": "12", "description": "Hall M (http://x?a&b)"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("the name above its table is no description", func(t *testing.T) {
		got := values(t, `<name>Site</name><description><![CDATA[<h1>Site</h1><table><tr><td>REF</td><td>12</td></tr></table>]]></description>`)
		if diff := cmp.Diff(map[string]string{"name": "Site", "REF": "12"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTablesOfOtherNamesEachTimeStayText(t *testing.T) {
	var file strings.Builder
	file.WriteString("<kml>")
	for i := range 1000 {
		fmt.Fprintf(&file, "<Placemark><description><![CDATA[<table><tr><td>%d High Street</td><td>open</td></tr></table>]]></description></Placemark>", i)
	}
	file.WriteString("</kml>")
	reader, rows, err := read(t, file.String())
	if err != nil || len(rows) != 1000 || len(reader.Header()) != 201 {
		t.Fatal(len(rows), len(reader.Header()), err)
	}
	if rows[999].Err != nil || rows[999].Value(200) != "999 High Street: open" {
		t.Errorf("%+v", rows[999])
	}
}

func TestTablesWithoutEndLoseNothing(t *testing.T) {
	var html, want strings.Builder
	html.WriteString("<table>")
	for i := range 20_000 {
		fmt.Fprintf(&html, "<tr><td>c%d</td>", i)
		fmt.Fprintf(&want, "c%d ", i)
	}
	html.WriteString("</table>")
	got := values(t, "<description><![CDATA["+html.String()+"]]></description>")
	if strings.Join(strings.Fields(got["description"]), " ") != strings.TrimSpace(want.String()) || len(got) != 1 {
		t.Errorf("%d columns, %d bytes", len(got), len(got["description"]))
	}
}

func TestValues(t *testing.T) {
	for name, c := range map[string]struct {
		kml  string
		want map[string]string
	}{
		"two values of a name both stay": {`<name>n1</name><ExtendedData><Data name="name"><value>n2</value></Data><Data name="a"><value>1</value></Data><Data name="a"><value>2</value></Data><Data name="a"><value>3</value></Data></ExtendedData>`,
			map[string]string{"name": "n1", "name (2)": "n2", "a": "1", "a (2)": "2", "a (3)": "3"}},
		"the same value twice is one":   {`<name>n</name><ExtendedData><SchemaData><SimpleData name="name">n</SimpleData></SchemaData></ExtendedData>`, map[string]string{"name": "n"}},
		"an empty value is a column":    {`<ExtendedData><SchemaData><SimpleData name="A"/></SchemaData></ExtendedData>`, map[string]string{"A": ""}},
		"text in place of a value":      {`<ExtendedData><Data name="a"> 5 </Data></ExtendedData>`, map[string]string{"a": "5"}},
		"a label beside the value":      {`<ExtendedData><Data name="a"><displayName>A!</displayName><value>5</value></Data></ExtendedData>`, map[string]string{"a": "5"}},
		"no name":                       {`<ExtendedData><Data><value>5</value></Data></ExtendedData>`, map[string]string{"no name": "5"}},
		"elements of another namespace": {`<ExtendedData xmlns:c="x"><c:camp><c:number>14</c:number></c:camp><c:open>yes</c:open></ExtendedData>`, map[string]string{"number": "14", "open": "yes"}},
		"a link":                        {`<atom:link href="http://x"/>`, map[string]string{"link": "http://x"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, values(t, c.kml)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlacemarksOfASchema(t *testing.T) {
	reader, rows, err := read(t, `<kml><Schema name="Plot" parent="Placemark"><SimpleField name="REF" type="string"/></Schema>
		<Plot><name>a</name><styleUrl>#s</styleUrl><REF>12</REF><Point><coordinates>1,2</coordinates></Point></Plot><Placemark><name>b</name></Placemark></kml>`)
	if err != nil || len(rows) != 2 || rows[0].Geometry == nil || rows[1].Line != 2 {
		t.Fatalf("%+v %v", rows, err)
	}
	if diff := cmp.Diff([]string{"name", "REF"}, reader.Header()); diff != "" {
		t.Error(diff)
	}
}
