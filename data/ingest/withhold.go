package ingest

import "terrier/plans/intake"

// withheld says whether whoever brings the file has marked this row as withheld, whatever it says itself.
func (d *draft) withheld() bool {
	w := d.s.Withhold
	if len(w.Rows) == 0 && len(w.Values) == 0 {
		return false
	}
	return w.Holds(d.Line, func(column string) string {
		i, known := d.s.headings[column]
		if !known {
			return ""
		}
		return d.Value(i)
	})
}

// checkWithheld refuses marks by a column that the file does not have: rows would be open that somebody meant to withhold.
func (s *session) checkWithheld() error {
	s.headings = map[string]int{}
	for i, name := range s.header {
		if _, twice := s.headings[name]; !twice {
			s.headings[name] = i
		}
	}
	for _, v := range s.Withhold.Values {
		if _, known := s.headings[v.Column]; !known {
			return intake.NoSuchColumn(v.Column, s.header)
		}
	}
	return nil
}
