package delimited

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// tally counts what in a stream of bytes is UTF-8 and what is not, whatever pieces it comes in. Call end at its end.
type tally struct {
	lineEnd byte

	good     int // characters of several bytes
	bad      int // bytes that are not UTF-8
	badLines int
	firstBad int // line of the first, from 1
	lastBad  int
	lines    int    // that have ended
	rest     []byte // an unfinished character
}

func (t *tally) Write(p []byte) (int, error) {
	n := len(p)
	for len(t.rest) > 0 && len(p) > 0 && !utf8.FullRune(t.rest) {
		t.rest, p = append(t.rest, p[0]), p[1:]
	}
	if utf8.FullRune(t.rest) {
		t.count(t.rest)
		t.rest = t.rest[:0]
	}
	if len(t.rest) > 0 {
		return n, nil
	}
	end := len(p)
	for i := 1; i < utf8.UTFMax && i <= len(p); i++ {
		if b := p[len(p)-i]; utf8.RuneStart(b) {
			if !utf8.FullRune(p[len(p)-i:]) {
				end = len(p) - i
			}
			break
		}
	}
	t.count(p[:end])
	t.rest = append(t.rest, p[end:]...)
	return n, nil
}

func (t *tally) end() {
	t.count(t.rest)
	t.rest = nil
}

func (t *tally) count(p []byte) {
	if utf8.Valid(p) {
		t.lines += bytes.Count(p, []byte{t.lineEnd})
		t.good += utf8Leads(p)
		return
	}
	for len(p) > 0 {
		r, size := utf8.DecodeRune(p)
		switch {
		case r == utf8.RuneError && size == 1:
			t.bad++
			if line := t.lines + 1; line != t.lastBad {
				if t.badLines++; t.badLines == 1 {
					t.firstBad = line
				}
				t.lastBad = line
			}
		case size > 1:
			t.good++
		case p[0] == t.lineEnd:
			t.lines++
		}
		p = p[size:]
	}
}

// utf8Leads counts the characters of several bytes in valid UTF-8.
func utf8Leads(p []byte) (n int) {
	for _, b := range p {
		if b >= 0xc0 {
			n++
		}
	}
	return n
}

// told says which lines were not UTF-8.
func (t *tally) told() string {
	if t.badLines == 1 {
		return fmt.Sprintf("The file is UTF-8, except for line %d: what is not UTF-8 there was read as Windows-1252.", t.firstBad)
	}
	return fmt.Sprintf("The file is UTF-8, except for %d lines, the first of them line %d: what is not UTF-8 there was read as Windows-1252.", t.badLines, t.firstBad)
}
