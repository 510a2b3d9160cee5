package workbook

import (
	"bytes"
	"encoding/binary"
	"io"
)

// texts are the strings that cells point at, each kept once (the shared strings of ECMA-376, part 1, 18.4). They stay within
// textsInMemory, and beyond that in temporary files. They do not change after they are loaded, and any number of pointers may read them.
type texts struct {
	count  int
	ends   spool // where each text ends, 8 bytes each
	joined spool
}

// textsInMemory bounds each of the two spools.
const textsInMemory = 16 << 20

// readTexts loads the shared strings of a workbook. A text of nothing but white space is kept as an empty one.
func readTexts(r io.Reader, inMemory int64) (*texts, error) {
	all := &texts{ends: spool{limit: inMemory}, joined: spool{limit: inMemory}}
	s, err := newScanner(r)
	if err == nil {
		err = all.load(s)
	}
	if err != nil {
		_ = all.close()
		return nil, err
	}
	return all, nil
}

func (all *texts) load(s *scanner) error {
	var run richText
	for {
		t, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if string(s.name) == "si" {
			if t == opening {
				s.text = s.text[:0]
			} else if err := all.add(unfold(s.text)); err != nil {
				return err
			}
			continue
		}
		run.step(s, t)
	}
}

// richText gathers the runs of a text (<t>) as the scanner steps through it, without phonetic ones (<rPh>), which say how Japanese
// is spoken.
type richText struct{ phonetic bool }

func (r *richText) step(s *scanner, t tag) {
	switch string(s.name) {
	case "rPh":
		r.phonetic = t == opening
	case "t":
		s.keep = t == opening && !r.phonetic
	}
}

func (all *texts) add(text []byte) error {
	if len(bytes.TrimSpace(text)) > 0 {
		if _, err := all.joined.Write(text); err != nil {
			return err
		}
	}
	all.count++
	_, err := all.ends.Write(binary.LittleEndian.AppendUint64(nil, uint64(all.joined.size)))
	return err
}

func (all *texts) close() error {
	err := all.ends.close()
	if joined := all.joined.close(); err == nil {
		err = joined
	}
	return err
}

// pointer finds texts by their number. It is for one goroutine.
type pointer struct {
	of     *texts
	ends   window
	joined window
	recent [1 << 12]struct { // by the last bits of the number: few words stand in most cells
		number int
		text   string
	}
}

func (all *texts) pointer() *pointer {
	return &pointer{of: all, ends: window{of: &all.ends}, joined: window{of: &all.joined}}
}

// span of a text in joined. ok is false where there is none of this number.
func (p *pointer) span(number int) (from, to int64, ok bool, err error) {
	if number < 0 || number >= p.of.count {
		return 0, 0, false, nil
	}
	first, n := max(0, number-1), 8*min(number+1, 2)
	b, err := p.ends.at(8*int64(first), n)
	if err != nil {
		return 0, 0, false, err
	}
	to = int64(binary.LittleEndian.Uint64(b[n-8:]))
	if number > 0 {
		from = int64(binary.LittleEndian.Uint64(b))
	}
	return from, to, true, nil
}

// longestRecent bounds what is remembered: 4,096 times as much.
const longestRecent = 256

func (p *pointer) text(number int) (text string, ok bool, err error) {
	slot := &p.recent[number&(len(p.recent)-1)]
	if slot.text != "" && slot.number == number {
		return slot.text, true, nil
	}
	from, to, ok, err := p.span(number)
	if !ok || err != nil || from == to {
		return "", ok, err
	}
	b, err := p.joined.at(from, int(to-from))
	if err != nil {
		return "", false, err
	}
	if text = string(b); len(text) <= longestRecent {
		slot.number, slot.text = number, text
	}
	return text, true, nil
}
