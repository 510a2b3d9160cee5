package archive

import (
	"archive/zip"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// unicodeName is the flag of a member whose name is UTF-8 (APPNOTE 4.4.4, bit 11).
const unicodeName = 0x800

// cleanName is a member's path in the archive, with single slashes and nothing that leads out of it. kept is false of directories
// and of what systems put in for themselves. A name that is UTF-8 without saying so is taken for that, as Macs write it; any
// other is in the alphabet of the first PCs.
func cleanName(f *zip.File) (name string, kept bool) {
	name = f.Name
	if f.Flags&unicodeName == 0 && !utf8.ValidString(name) {
		name, _ = charmap.CodePage437.NewDecoder().String(name)
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasSuffix(name, "/") || f.Mode().IsDir() {
		return "", false
	}
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	return name, name != "" && !litter(name)
}

// litter is what file managers leave in archives. A Mac puts "._wards.shp" beside "wards.shp".
func litter(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "__MACOSX" {
			return true
		}
	}
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, "._") || base == ".ds_store" || base == "thumbs.db" || base == "desktop.ini"
}

// shorten keeps a name that is told to people to a length that can be read.
func shorten(name string) string {
	if utf8.RuneCountInString(name) <= 100 {
		return name
	}
	return string([]rune(name)[:100]) + "…"
}
