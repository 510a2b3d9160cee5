package geojson

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// tailSize is how much of a file's end is searched for a crs member.
const tailSize = 64 << 10

// lookOver reads the file once: its end is returned, and one that is not UTF-8 is refused.
func lookOver(s row.Stream) (tail []byte, err error) {
	in, err := s.Open()
	if err != nil {
		return nil, row.ReadError(err)
	}
	defer func() { _ = in.Close() }()
	buffer := make([]byte, 0, 4*tailSize)
	for whole := 0; ; { // bytes of buffer that were found sound
		n, err := in.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		for whole < len(buffer) {
			c, size := utf8.DecodeRune(buffer[whole:])
			if c == utf8.RuneError && size <= 1 {
				if err == nil && !utf8.FullRune(buffer[whole:]) {
					break // the rest of the character comes with the next bytes
				}
				return nil, plans.Refuse("not-utf8", "file", "The file is not UTF-8, as JSON has to be.", "Export it again as UTF-8.")
			}
			whole += size
		}
		if err == io.EOF {
			return buffer[max(0, len(buffer)-tailSize):], nil
		}
		if err != nil {
			return nil, row.ReadError(err)
		}
		if len(buffer) > cap(buffer)-tailSize {
			kept := copy(buffer, buffer[len(buffer)-tailSize-utf8.UTFMax:])
			whole -= len(buffer) - kept
			buffer = buffer[:kept]
		}
	}
}

var crsMember = regexp.MustCompile(`"crs"\s*:\s*\{`)

// lateCRS finds a crs member behind the features, where the standard allows it though hardly anyone puts it.
func lateCRS(tail []byte) string {
	all := crsMember.FindAllIndex(tail, -1)
	if all == nil {
		return ""
	}
	var raw json.RawMessage
	if json.NewDecoder(strings.NewReader(string(tail[all[len(all)-1][1]-1:]))).Decode(&raw) != nil {
		return ""
	}
	return crsName(raw)
}
