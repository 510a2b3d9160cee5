package delimited_test

import (
	"strings"
	"testing"

	"terrier/data/ingest/delimited"
)

func TestDelimiters(t *testing.T) {
	for _, c := range []struct{ name, file, format, header, last string }{
		{"semicolons with commas inside", "name;lon;lat;a,b\nTown Hall;-2.35;53.38;1,5\n", "CSV with semicolons", "name+lon+lat+a,b", "Town Hall+-2.35+53.38+1,5"},
		{"semicolons with decimal commas", "name;lat;lon\nHall;53,38;-2,35\nMoss;53,39;-2,36\n", "CSV with semicolons", "name+lat+lon", "Moss+53,39+-2,36"},
		{"semicolons with decimal commas, below a title with commas", "Register, as of March, 2020\n\nname;lat;lon\nHall;53,38;-2,35\n" + strings.Repeat("Moss;53,39;-2,36\n", 30), "CSV with semicolons", "name+lat+lon", "Moss+53,39+-2,36"},
		{"decimal commas without headings", "53,38;-2,35\n53,39;-2,36\n", "CSV with semicolons", "column 1+column 2", "53,39+-2,36"},
		{"commas with lists behind semicolons", "name,tags\nHall,a;b;c\nMoss,d;e;f\n", "CSV", "name+tags", "Moss+d;e;f"},
		{"many lists behind semicolons", "name,tags\n" + strings.Repeat("Hall,a;b;c\n", 50), "CSV", "name+tags", "Hall+a;b;c"},
		{"many lists behind semicolons and some rows that are uneven", "name,tags\n" + strings.Repeat("Hall, x,a;b;c\n", 4) + strings.Repeat("Hall,a;b;c\n", 50), "CSV", "name+tags", "Hall+a;b;c"},
		{"tabs with commas in every address", "name\taddress\n" + strings.Repeat("Hall\tHigh St, Hollin\n", 9), "TSV", "name+address", "Hall+High St, Hollin"},
		{"tabs with more commas in the headings", "name\taddress, town, postcode\tlat\nHall\tHigh St\t1\nMoss\tLow St\t2\n", "TSV", "name+address, town, postcode+lat", "Moss+Low St+2"},
		{"tabs below a title with commas", "Register, of, things\nname\tlat\tlon\nHall\t53.3\t-2.3\nMoss\t53.4\t-2.4\n", "TSV", "name+lat+lon", "Moss+53.4+-2.4"},
		{"bars with commas inside", "name|place, as a pair|note\nHall|376694, 387928|x\nMoss|376695, 387929|y\n", "text with vertical bars", "name+place, as a pair+note", "Moss+376695, 387929+y"},
		{"quoted delimiters do not count", "\"a;b;c;d\",\"e;f\"\n\"1;2;3;4\",\"5;6\"\n", "CSV", "a;b;c;d+e;f", "1;2;3;4+5;6"},
		{"rows over several lines", "name;notes\nHall;\"a, b,\nc, d,\"\nMoss;\"e, f,\ng\"\n", "CSV with semicolons", "name+notes", "Moss+e, f,\ng"},
		{"one column", "postcode\nWA14 1PF\nM1 1AE\n", "CSV", "postcode", "M1 1AE"},
		{"one column of times", "opens\n10:30:00\n11:30:00\n", "CSV", "opens", "11:30:00"},
		{"one column of addresses", "website\nhttp://a.uk:80/x\nhttp://b.uk:80/x\n", "CSV", "website", "http://b.uk:80/x"},
		{"outlines", "WKT;name\nPOLYGON ((1 2,3 4,5 6,1 2));Field\nPOLYGON ((1 2,3 4,5 6,7 8,1 2));Wood\n", "CSV with semicolons", "WKT+name", "POLYGON ((1 2,3 4,5 6,7 8,1 2))+Wood"},
		{"most rows uneven", "name,address,lat\nHall,High St, Hollin,1\nMoss,Low St, Lea, Hollin,2\nLea,Lea,3\n", "CSV", "name+address+lat", "Lea+Lea+3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := read(t, c.file, delimited.Options{})
			if err != nil {
				t.Fatal(err)
			}
			last, at := "", 0
			for line, values := range res.rows {
				if line > at {
					last, at = values, line
				}
			}
			if res.format != c.format || strings.Join(res.header, "+") != c.header || strings.ReplaceAll(last, "|", "+") != c.last {
				t.Errorf("%s %q, last %q", res.format, res.header, last)
			}
		})
	}
}

func TestDecimalCommasAreTold(t *testing.T) {
	const note = "Numbers in the file are written with a comma before their decimals."
	for file, want := range map[string]string{
		"name;lat\nHall;53,38\nMoss;53,39\n":                  note,
		"name,lat\nHall,\"53,38\"\nMoss,\"53,39\"\n":          note,
		"name;homes\nHall;1,200\nMoss;12,345\n":               "",
		"name;lat\nHall;53.38\nMoss;53.39\nLea;53,39\n":       "",
		"name;notes\nHall;a, b\nMoss;High Street 5, Hollin\n": "",
	} {
		res, err := read(t, file, delimited.Options{})
		if err != nil || strings.Join(res.notes, " ") != want {
			t.Errorf("%q: %q, %v", file, res.notes, err)
		}
	}
}

const printed = `Fylde Council                     Brownfield Land Register                          page 1

Reference    Name and address                      Easting    Northing    Hectares
BP01         Land off Bridgeside, St Annes         330941     431694      0.426
BP02         Council Car Park, Airport             331213     431629      0.647
BP03         Pontins Holiday Centre, St Annes      330855     431298      15.632
` + "\f"

const prose = `Copyright (c) 2016, Some Survey
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that these conditions are met.
The first of them is that the notice is kept in all copies of it.
The second, which is longer, is that nobody is named, thanked, or blamed for what was made of it, in any way or form.
`

func TestTextThatIsNoTable(t *testing.T) {
	for name, c := range map[string]struct{ file, says string }{
		"the dump of a PDF":                    {printed, "laid out with spaces"},
		"the dump of a PDF, Windows line ends": {strings.ReplaceAll(printed, "\n", "\r\n"), "laid out with spaces"},
		"running text":                         {prose, "running text"},
		"paragraphs without commas":            {strings.Repeat("This is a line of the report that was written by the officer for the council\n", 8), "running text"},
		"one sentence":                         {"This is a note that was put where the table ought to be.", "running text"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, c.file, delimited.Options{})
			wantCode(t, err, "no-table", c.says)
		})
	}
}

// Tables that look a little like text are tables.
func TestTablesThatAreWordy(t *testing.T) {
	for name, file := range map[string]string{
		"padded values":                         "name      ,lat       ,lon       \nHall      ,53.38     ,-2.35     \nMoss      ,53.39     ,-2.36     \n",
		"padded values between quotation marks": "\"name      \",\"lat     \"\n\"Hall      \",\"53.38   \"\n\"Moss      \",\"53.39   \"\n",
		"descriptions":                          "name,notes\nHall,This is the hall of the town and it was built in 1870 for the council\nMoss,The library of the town, which is by the river\n",
		"sentences in one column":               "notes,id\n\"This is the hall, of the town, and so on\",1\n\"The library, which is by the river\",2\n",
		"a list of names":                       "name\nThe Hall\nThe Library of Hollin\nThe Moss\n",
		"addresses with gaps in them":           "id,address,lat\n1,High St     Hollin,53.3\n2,Low St     Hollin,53.4\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(t, file, delimited.Options{}); err != nil {
				t.Error(err)
			}
		})
	}
}
