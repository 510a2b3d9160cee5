package pdftest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The values of PDF (ISO 32000-1 section 7.3) beside float64, bool and nil.
type (
	name      string
	operator  string
	reference int
	array     []any
	dict      map[string]any
	stringOf  []byte
)

// scanner reads values one after the other.
type scanner struct {
	text []byte
	at   int
}

const spaces, delimiters = "\x00\t\n\f\r ", "()<>[]{}/%"

func (s *scanner) skip() {
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case strings.IndexByte(spaces, c) >= 0:
			s.at++
		case c == '%':
			for s.at < len(s.text) && s.text[s.at] != '\n' {
				s.at++
			}
		default:
			return
		}
	}
}

func (s *scanner) starts(with string) bool {
	if strings.HasPrefix(string(s.text[s.at:min(len(s.text), s.at+len(with))]), with) {
		s.at += len(with)
		return true
	}
	return false
}

// next is the next value; ok is false at the end. A closing bracket comes as an operator.
func (s *scanner) next() (v any, ok bool) {
	s.skip()
	if s.at >= len(s.text) {
		return nil, false
	}
	switch {
	case s.starts("<<"):
		return s.dict(), true
	case s.starts(">>"):
		return operator(">>"), true
	case s.starts("["):
		return s.array("]"), true
	case s.starts("]"):
		return operator("]"), true
	case s.starts("("):
		return s.literal(), true
	case s.starts("<"):
		return s.hex(), true
	case s.starts("/"):
		return name(s.word()), true
	}
	word := s.word()
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		return s.referenceOr(n), true
	}
	return operator(word), true
}

func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.text) && strings.IndexByte(spaces+delimiters, s.text[s.at]) < 0 {
		s.at++
	}
	return string(s.text[from:s.at])
}

// referenceOr looks whether a number begins "12 0 R".
func (s *scanner) referenceOr(n float64) any {
	after := s.at
	if n == float64(int(n)) && s.starts(" 0 R") && (s.at >= len(s.text) || strings.IndexByte(spaces+delimiters, s.text[s.at]) >= 0) {
		return reference(int(n))
	}
	s.at = after
	return n
}

func (s *scanner) array(end operator) (all array) {
	for {
		v, ok := s.next()
		if !ok || v == end {
			return all
		}
		all = append(all, v)
	}
}

func (s *scanner) dict() dict {
	all, d := s.array(">>"), dict{}
	for i := 0; i+1 < len(all); i += 2 {
		d[string(all[i].(name))] = all[i+1]
	}
	return d
}

func (s *scanner) literal() stringOf {
	var out stringOf
	for depth := 1; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case '\\':
			s.at++
			out = append(out, s.text[s.at])
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.at++
				return out
			}
		}
		out = append(out, s.text[s.at])
	}
	return out
}

func (s *scanner) hex() stringOf {
	var digits []byte
	for s.text[s.at] != '>' {
		digits = append(digits, s.text[s.at])
		s.at++
	}
	s.at++
	var out stringOf
	for i := 0; i+1 < len(digits); i += 2 {
		b, err := strconv.ParseUint(string(digits[i:i+2]), 16, 8)
		if err != nil {
			panic(fmt.Sprintf("a string of no hexadecimal digits: %q", digits))
		}
		out = append(out, byte(b))
	}
	return out
}

// said is what a text string says (section 7.9.2).
func said(v any) string {
	b, _ := v.(stringOf)
	if len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF {
		return fromUTF16(b[2:])
	}
	return string(b)
}

func fromUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}
