package area_test

import (
	"testing"

	"terrier/plans"
	"terrier/plans/area"
)

func TestStageAndDecision(t *testing.T) {
	for _, c := range []struct {
		name                  string
		row                   map[string]string
		stage, decision, code string
	}{
		{"designated where nothing is said", nil, "designated", "", ""},
		{"applied for until decided", map[string]string{"application-received-date": "2026-01-05"}, "applied", "", ""},
		{"made by its date", map[string]string{"made-date": "2024-05-01"}, "made", "designated", ""},
		{"refused by its decision", map[string]string{"decision": "Refused"}, "refused", "refused", ""},
		{"adopted is made", map[string]string{"stage": "Adopted"}, "made", "designated", ""},
		{"made with changes keeps them", map[string]string{"stage": "made", "decision": "designated-modified"}, "made", "designated-modified", ""},
		{"no plan is made for a refused area", map[string]string{"stage": "made", "decision": "refused"}, "made", "designated", "made-without-designation"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := plans.ReadFields(func(field string) string {
				if field == "name" {
					return "Hollin Vale"
				}
				return c.row[field]
			})
			a := area.FromFields(r)
			code := ""
			if p := r.Problems(); len(p) > 0 {
				code = p[0].Code
			}
			if a.Stage != c.stage || a.Decision != c.decision || code != c.code {
				t.Errorf("%s, %s, %v", a.Stage, a.Decision, r.Problems())
			}
		})
	}
}
