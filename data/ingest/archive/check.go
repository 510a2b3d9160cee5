package archive

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"terrier/plans"
)

// What an archive may swell to. A table packs to a fifth or a fiftieth of its size and nothing honest packs a hundred megabytes to
// less than half a megabyte; bytes that are all the same pack to a thousandth.
const (
	mostBytes  = 50 << 30
	freeBytes  = 100 << 20 // members below it do no harm, however they pack
	mostPacked = 200       // bytes out of one
)

// check refuses members that cannot be read, or that do harm, from what is listed of them. Nothing is unpacked.
func check(files []*zip.File, size int64) error {
	var total, packed uint64
	for _, f := range files {
		name, _ := cleanName(f)
		switch {
		case f.Flags&(encrypted|strongly|hiddenList) != 0 || f.Method == aes:
			return plans.Refuse("encrypted-archive", "file", "The zip archive is locked with a password.", "Unpack it with its password, and zip the files again without one.")
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return otherMethod(name, f.Method)
		case f.CompressedSize64 > uint64(size):
			return damagedList()
		case f.UncompressedSize64 > mostBytes:
			return swells(name, f.UncompressedSize64)
		case f.UncompressedSize64 > freeBytes && f.UncompressedSize64/mostPacked > f.CompressedSize64:
			return swells(name, f.UncompressedSize64)
		}
		total, packed = total+f.UncompressedSize64, packed+f.CompressedSize64
	}
	if total > mostBytes || total > freeBytes && total/mostPacked > packed {
		return swells("", total)
	}
	return checkOverlap(files, size)
}

// Flags of members (APPNOTE 4.4.4), and the method of those locked by AES.
const (
	encrypted  = 1 << 0
	strongly   = 1 << 6
	hiddenList = 1 << 13
	aes        = 99
)

// methods that archives come in beside the two that are read (APPNOTE 4.4.5).
var methods = map[uint16]string{1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "BZIP2", 14: "LZMA", 20: "Zstandard", 93: "Zstandard", 95: "XZ", 98: "PPMd"}

func otherMethod(name string, method uint16) *plans.Error {
	called := methods[method]
	if called == "" {
		called = fmt.Sprintf("method %d", method)
	}
	return plans.Refuse("unsupported-compression", "file", fmt.Sprintf("%s in the archive is packed by a method that cannot be read here (%s).", shorten(name), called),
		"Unpack the archive, and zip the files again in the ordinary way (in 7-Zip: format zip, method Deflate).")
}

func swells(name string, size uint64) *plans.Error {
	what := "The archive"
	if name != "" {
		what = shorten(name) + " in the archive"
	}
	return plans.Refuse("swelling-archive", "file", fmt.Sprintf("%s would unpack to %.1f GB, far more than what is packed can hold.", what, float64(size)/1e9),
		"Unpack it where it does no harm, look what it is, and send the table or shapes alone.")
}

func tooMany() *plans.Error {
	return plans.Refuse("too-many-members", "file", fmt.Sprintf("The archive holds more than %d files.", mostMembers), "Unpack it, and import the file that you want, zipped alone.")
}

// checkOverlap refuses members that share bytes: how a small archive is made to unpack to any size.
func checkOverlap(files []*zip.File, size int64) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, f := range files {
		from, err := f.DataOffset()
		if errors.As(err, new(failure)) {
			return readFailure(err)
		}
		name, _ := cleanName(f)
		to := from + int64(f.CompressedSize64)
		if err != nil || from < 0 || to > size {
			return damagedMember(name, "it is not where the list of files says")
		}
		if to > from {
			spans = append(spans, span{from, to})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return plans.Refuse("overlapping-members", "file", "Files in the archive share the same bytes, as in an archive made to do harm.", "Zip the files again.")
		}
	}
	return nil
}

// archives and, beside them, what is only read by people.
var (
	archives  = []string{".zip", ".kmz", ".shz", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
	documents = []string{".txt", ".md", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".htm", ".html", ".xml", ".jpg", ".jpeg", ".png", ".url"}
)

// checkMembers refuses an archive with nothing to read in it, and two members of one name, of which one would be lost.
func (a *Archive) checkMembers() error {
	if len(a.members) == 0 {
		return plans.Refuse("empty-archive", "file", "The zip archive holds no files.", "Zip the files again, or choose another archive.")
	}
	names, others := map[string]bool{}, false
	for _, m := range a.members {
		if names[m.Name] {
			return plans.Refuse("repeated-member", "file", fmt.Sprintf("The archive holds two files called %s.", shorten(m.Name)), "Zip the files again, with the right one only.")
		}
		names[m.Name] = true
		switch ending := strings.ToLower(path.Ext(m.Name)); {
		case slices.Contains(archives, ending):
			a.nested = append(a.nested, m.Name)
		case !slices.Contains(documents, ending):
			others = true
		}
	}
	if len(a.nested) > 0 && !others {
		return plans.Refuse("nested-archive", "file", fmt.Sprintf("The archive holds %s, an archive itself.", listed(a.nested)), "Unpack it, and import the archive inside.")
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 1 {
		return shorten(names[0])
	}
	return fmt.Sprintf("%s and %d more, each", shorten(names[0]), len(names)-1)
}
