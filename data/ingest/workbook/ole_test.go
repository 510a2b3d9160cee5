package workbook_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"terrier/data/ingest/workbook"
)

// compound is an OLE compound file (MS-CFB) with empty streams of these names: a header, a table of sectors, a directory.
func compound(names ...string) []byte {
	const free, end, fat, none = 0xffffffff, 0xfffffffe, 0xfffffffd, 0xffffffff
	le := binary.LittleEndian
	head := make([]byte, 512)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le.PutUint16(head[24:], 0x3e)
	le.PutUint16(head[26:], 3)
	le.PutUint16(head[28:], 0xfffe)
	le.PutUint16(head[30:], 9)
	le.PutUint16(head[32:], 6)
	le.PutUint32(head[44:], 1)
	le.PutUint32(head[48:], 1) // the directory begins in sector 1
	le.PutUint32(head[56:], 4096)
	le.PutUint32(head[60:], end)
	le.PutUint32(head[68:], end)
	for i := 76; i < 512; i += 4 {
		le.PutUint32(head[i:], free)
	}
	le.PutUint32(head[76:], 0) // the table is sector 0
	sectors := (len(names) + 4) / 4
	table := bytes.Repeat([]byte{0xff}, 512)
	le.PutUint32(table, fat)
	for i := range sectors {
		le.PutUint32(table[4+4*i:], uint32(i+2))
	}
	le.PutUint32(table[4*sectors:], end)
	directory := make([]byte, 512*sectors)
	for i, name := range append([]string{"Root Entry"}, names...) {
		entry := directory[128*i:]
		for j, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(entry[2*j:], u)
		}
		le.PutUint16(entry[64:], uint16(2*len(name)+2))
		entry[66], entry[67] = 2, 1
		for _, at := range []int{68, 72, 76} {
			le.PutUint32(entry[at:], none)
		}
		if i == 0 {
			entry[66] = 5
			le.PutUint32(entry[76:], 1)
		} else if i < len(names) {
			le.PutUint32(entry[72:], uint32(i+1))
		}
		le.PutUint32(entry[116:], end)
	}
	return append(append(head, table...), directory...)
}

func TestDescribeOLE(t *testing.T) {
	for name, c := range map[string]struct {
		streams []string
		code    string
		says    string
	}{
		"a workbook with a password":       {[]string{"EncryptionInfo", "EncryptedPackage", "\x06DataSpaces"}, "encrypted-workbook", "protected by a password"},
		"a workbook with a label":          {[]string{"EncryptedPackage", "DRMEncryptedDataSpace"}, "encrypted-workbook", "sensitivity label"},
		"an old workbook":                  {[]string{"Workbook", "\x05SummaryInformation"}, "other-format", "an old Excel workbook (.xls)"},
		"an older workbook":                {[]string{"Book"}, "other-format", "an old Excel workbook (.xls)"},
		"a Word document":                  {[]string{"1Table", "WordDocument"}, "other-format", ".doc"},
		"a presentation":                   {[]string{"PowerPoint Document"}, "other-format", ".ppt"},
		"a message":                        {[]string{"a", "b", "c", "__properties_version1.0"}, "other-format", ".msg"},
		"a drawing":                        {[]string{"VisioDocument"}, "other-format", ".vsd"},
		"something that is not known here": {[]string{"Contents"}, "other-format", "old Office file"},
	} {
		t.Run(name, func(t *testing.T) {
			file := compound(c.streams...)
			refused(t, workbook.DescribeOLE(bytes.NewReader(file), int64(len(file))), c.code, c.says)
			_, err := open(t, file)
			refused(t, err, c.code, c.says)
		})
	}
	t.Run("a workbook that excelize encrypted", func(t *testing.T) {
		var out bytes.Buffer
		if err := excelize.NewFile().Write(&out, excelize.Options{Password: "secret"}); err != nil {
			t.Fatal(err)
		}
		_, err := open(t, out.Bytes())
		refused(t, err, "encrypted-workbook", "password", "Encrypt with Password")
	})
	t.Run("one that breaks off", func(t *testing.T) {
		_, err := open(t, compound("Workbook")[:600])
		refused(t, err, "other-format", "old Office file")
	})
	t.Run("a directory that goes round in circles", func(t *testing.T) {
		file := compound("Workbook")
		binary.LittleEndian.PutUint32(file[512+4:], 1)
		_, err := open(t, file)
		refused(t, err, "other-format", "old Office file")
	})
	t.Run("a directory without end", func(t *testing.T) {
		file := compound(strings.Split(strings.Repeat("x,", 400), ",")...)
		_, err := open(t, file)
		refused(t, err, "other-format", "old Office file")
	})
}

func FuzzOLE(f *testing.F) {
	f.Add(compound("Workbook", "a", "b", "c", "d"))
	f.Add(compound("EncryptedPackage"))
	f.Fuzz(func(t *testing.T, content []byte) {
		told := workbook.DescribeOLE(bytes.NewReader(content), int64(len(content)))
		if told == nil || told.Code == "" || told.Message == "" || told.Remedy == "" {
			t.Fatalf("not told: %+v", told)
		}
	})
}
