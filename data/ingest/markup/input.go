package markup

import (
	"fmt"
	"io"

	"terrier/plans"
)

// longestTag in bytes, with its attributes, which xml.Decoder keeps all at once at many times their length in the file.
const longestTag = 64 << 10

// input hands bytes to xml.Decoder one by one, which is how it takes them, and so sees what kind of token each belongs to.
type input struct {
	r      io.Reader
	buffer []byte
	at     int
	err    error // of r, io.EOF included
	empty  bool  // err was handed over
	last   byte  // handed over last
	state  tokenState
	inTag  int
}

type tokenState byte

const (
	atStart tokenState = iota // of a token
	opened                    // behind its <
	tag
	other // text, comments, CDATA
)

// nextToken tells that the decoder asks for another token. It has looked at a < already if text came before it.
func (in *input) nextToken() {
	in.state, in.inTag = atStart, 0
	if in.last == '<' {
		in.state = opened
	}
}

// Read is there because xml.Decoder wants a reader, for a change of encoding that does not happen.
func (in *input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

func (in *input) ReadByte() (byte, error) {
	for in.at == len(in.buffer) {
		if in.err != nil {
			in.empty = true
			return 0, in.err
		}
		n, err := in.r.Read(in.buffer[:cap(in.buffer)])
		in.buffer, in.at, in.err = in.buffer[:n], 0, err
	}
	b := in.buffer[in.at]
	in.at++
	in.last = b
	switch in.state {
	case other:
	case atStart:
		if in.state = other; b == '<' {
			in.state = opened
		}
	case opened:
		if in.state = tag; b == '!' || b == '?' {
			in.state = other
		}
	case tag:
		if in.inTag++; in.inTag > longestTag {
			return 0, plans.Refuse("tag-too-long", "file", fmt.Sprintf("One tag of the XML, with its attributes, is longer than %d kB.", longestTag>>10), "Look for a > or a quotation mark that is missing, and export the file again.")
		}
	}
	return b, nil
}

// drained is true where more was asked for than there is.
func (in *input) drained() bool { return in.empty }
