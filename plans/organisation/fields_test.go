package organisation_test

import (
	"testing"

	"terrier/plans"
	"terrier/plans/organisation"
)

func read(row map[string]string) (organisation.Organisation, *plans.FieldReader) {
	r := plans.ReadFields(func(field string) string { return row[field] })
	return organisation.FromFields(r), r
}

func TestProvider(t *testing.T) {
	o, r := read(map[string]string{"reference": "C3489", "name": "20-20 Housing", "rp-designation": "1", "corporate-form": "3", "start-date": "1984-07-20"})
	if len(r.Problems()) > 0 || o.Type != "registered-provider" || o.RPDesignation != "non-profit" || o.CorporateForm != "registered-society" {
		t.Errorf("%+v %v", o, r.Problems())
	}
	o, r = read(map[string]string{"reference": "45UB", "curie": "local-authority-eng:ADU", "rp-designation": "2"})
	if o.Name != "local-authority-eng:ADU" || o.RPDesignation != "local-authority" || len(r.Problems()) != 1 || r.Problems()[0].Refused {
		t.Errorf("an authority without a name goes by its CURIE: %+v %v", o, r.Problems())
	}
}

func TestOrganisationFaults(t *testing.T) {
	o, r := read(map[string]string{"name": "x", "curie": "no curie", "gss-code": "E1", "start-date": "2020-01-01", "end-date": "2019-01-01"})
	if o.CURIE != "" || o.GSSCode != "" || !o.EndDate.IsZero() || len(r.Problems()) != 3 {
		t.Errorf("%+v %v", o, r.Problems())
	}
	if _, r := read(nil); len(r.Problems()) != 1 || !r.Problems()[0].Refused {
		t.Error(r.Problems())
	}
}
