package intake

import (
	"fmt"
	"regexp"
	"strings"

	"terrier/plans"
)

// inBrowser says what is done on the page where advice names a flag of the command line.
var inBrowser = []struct {
	flag  *regexp.Regexp
	words string
}{
	{regexp.MustCompile(`Name the owner with --organisation, or name its column with --map owner=COLUMN\.`), "Choose its column below, or none: then every row is the association's."},
	{regexp.MustCompile(`Name its column with --map [a-z-]+=COLUMN\.`), "Choose its column below."},
	{regexp.MustCompile(`Name it with --map, for example --map [a-z-]+=COLUMN, or send GeoJSON\.`), "Choose its column below."},
	{regexp.MustCompile(`Say which does, for example --map [a-z-]+=COLUMN\.`), "Choose its column below."},
	{regexp.MustCompile(`Give both: --map [a-z-]+=COLUMN --map [a-z-]+=COLUMN\.`), "Choose both below, or none."},
	{regexp.MustCompile(`Name the layer with --layer, and its columns with --map\.`), "Name the sheet or layer below."},
	{regexp.MustCompile(`Name one with --layer`), "Name one below"},
	{regexp.MustCompile(`Leave --layer out\.`), "Leave the sheet or layer empty."},
	{regexp.MustCompile(`Leave --encoding out, or say --encoding windows-1252, which is what spreadsheets write\.`), "Let it be found out, or choose Windows-1252, which is what spreadsheets write."},
	{regexp.MustCompile(`, or leave --encoding out\.`), ", or let it be found out."},
	{regexp.MustCompile(`Leave --encoding out\.`), "Let it be found out how letters are written."},
	{regexp.MustCompile(`(Say how the file's letters are written) with --encoding, for example --encoding windows-1252\.`), "$1, below."},
	{regexp.MustCompile(` If names come out wrong, say --encoding\.`), " If names come out wrong, choose how letters are written below."},
	{regexp.MustCompile(`as --encoding says`), "as was chosen"},
	{regexp.MustCompile(`No day was given with --as-at`), "No day was given"},
	{regexp.MustCompile(`give one for the whole file with --as-at`), "give one for the whole file below"},
	{regexp.MustCompile(`Say which coordinate system they are in with --crs, and which column is which with --map\.`), "Choose which column is which below."},
	{regexp.MustCompile(`,? or say (which coordinate system they are in|with --crs what it really is)( with --crs)?\.`), "."},
	{regexp.MustCompile(`Give it with --crs, and import again\.`), "Save the file in another format."},
	{regexp.MustCompile(`Name them with --map\.`), "Choose which is which below."},
	{regexp.MustCompile(`(Add a column for it), or name one for the whole file with --organisation\.`), "$1."},
	{regexp.MustCompile(` ?--fresh forgets it\.`), " It can be forgotten below."},
	{regexp.MustCompile(`map no column to the owner \(--map owner=\)\.`), "choose no column for the owner below."},
	{regexp.MustCompile(`--(map|set) ([a-z-]+)=`), "$2 is "},
	{regexp.MustCompile(` \(--[a-z]+\)`), ""},
	{regexp.MustCompile(`See .terrier import list.\.`), ""},
	{regexp.MustCompile(`import the postcodes of the district first \(terrier import places\)`), "ask whoever runs this server to bring in the postcodes of the district"},
	{regexp.MustCompile(`, and import again\.`), ", and upload it again."},
	{regexp.MustCompile(`, and import that\.`), ", and upload that."},
	{regexp.MustCompile(`undo this import and mend the spelling`), "take this file back and mend the spelling"},
}

// InBrowser puts advice that was written for the command line into words for a page.
func InBrowser(text string) string {
	if !strings.Contains(text, "--") && !strings.Contains(text, "import") {
		return text
	}
	for _, r := range inBrowser {
		text = r.flag.ReplaceAllString(text, r.words)
	}
	return text
}

// NoSuchColumn is the error for marking rows by a column that a file does not have.
func NoSuchColumn(column string, header []string) error {
	return plans.Refuse("unknown-column", "withhold", fmt.Sprintf("Rows are to be withheld by what stands in %q, but the file has no such column.", clip(column)),
		"Take that mark away below, or mark them by another column. The columns are "+strings.Join(header, ", ")+".")
}
