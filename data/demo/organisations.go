package demo

import (
	"fmt"

	"terrier/plans/organisation"
)

// association is an invented housing association and what it builds and keeps.
type association struct {
	organisation.Organisation
	short       string  // before the numbers of its homes
	share       float64 // of the estates
	newHomes    float64 // how much more it takes of what was built since 1991
	takes       string  // "all", "village", "older", "supported", "sale", "cinder-moor", "withheld"
	returned    int     // the year of its return, as at 31 March
	sensitivity string  // of its homes, if not published
}

const (
	orgCouncil       = "HOD"
	ownerStock       = 0 // index in associations: took over the council's homes
	ownerWithholding = 13
)

func rp(n int, name, short, form, size, origin string) organisation.Organisation {
	return organisation.Organisation{Reference: fmt.Sprintf("HV%04d", 9000+n), Name: name, Type: "registered-provider", RPCode: fmt.Sprintf("HV%04d", 9000+n),
		RPDesignation: "non-profit", CorporateForm: form, SizeBand: size, Origin: origin, EntryDate: entryDate,
		Website: "https://" + slug(name) + ".example"}
}

// associations returns the fourteen. None exists; their numbers are none of the Regulator's.
func associations() []association {
	forProfit := rp(8, "Larkenfield Living", "LL", "company", "1000-to-4999", "traditional")
	forProfit.RPDesignation = "profit"
	return []association{
		{Organisation: rp(1, "Hollindale Homes", "HH", "registered-society", "5000-to-9999", "stock-transfer"), short: "HH", share: 30, takes: "all", newHomes: .4},
		{Organisation: rp(2, "Beckthorn Housing Association", "BT", "registered-society", "10000-and-over", "traditional"), short: "BT", share: 15, takes: "all", newHomes: 1, returned: 2025},
		{Organisation: rp(3, "Weftway Housing Group", "WW", "registered-society", "10000-and-over", "stock-transfer"), short: "WW", share: 13, takes: "all", newHomes: 1.2, sensitivity: "open"},
		{Organisation: rp(4, "Cinder Moor Tenants' Co-operative", "CM", "registered-society", "under-1000", "traditional"), short: "CM", takes: "cinder-moor"},
		{Organisation: rp(5, "Tenter Vale Homes", "TV", "charitable-company", "1000-to-4999", "traditional"), short: "TV", share: 9, takes: "all", newHomes: 1, sensitivity: "open"},
		{Organisation: rp(6, "Anvilgate Housing Trust", "AG", "charitable-company", "5000-to-9999", "traditional"), short: "AG", share: 8, takes: "all", newHomes: .8, sensitivity: "open"},
		{Organisation: rp(7, "Pinfold Rural Homes", "PR", "registered-society", "1000-to-4999", "traditional"), short: "PR", takes: "village"},
		{Organisation: forProfit, short: "LL", share: 5, takes: "sale", newHomes: 4, sensitivity: "open"},
		{Organisation: rp(9, "St Osyn's Almshouses", "SO", "cio", "under-1000", "traditional"), short: "SO", share: 3, takes: "older", sensitivity: "open"},
		{Organisation: rp(10, "Evergarth Retirement", "EG", "registered-society", "10000-and-over", "traditional"), short: "EG", share: 7, takes: "older", sensitivity: "open"},
		{Organisation: rp(11, "Wrenfold Homes", "WF", "company", "10000-and-over", "traditional"), short: "WF", share: 7, takes: "all", newHomes: 4, sensitivity: "open"},
		{Organisation: rp(12, "Shuttle Row Housing Co-operative", "SR", "registered-society", "under-1000", "traditional"), short: "SR", share: 1.6, takes: "all", newHomes: .5, sensitivity: "open"},
		{Organisation: rp(13, "Mercer Lane Support", "ML", "charitable-company", "1000-to-4999", "traditional"), short: "ML", share: 3, takes: "supported", sensitivity: "restricted"},
		{Organisation: rp(14, "Candlewick Refuge", "CW", "cio", "under-1000", "traditional"), short: "CW", takes: "withheld", sensitivity: "withheld"},
	}
}

// organisations lists the associations, the council, the parish councils and the two forums.
func organisations() []organisation.Organisation {
	var all []organisation.Organisation
	refs := slugs{}
	add := func(o organisation.Organisation) {
		o.Ref, o.EntryDate = refs.give(o.Name), entryDate
		all = append(all, o)
	}
	for _, a := range associations() {
		add(a.Organisation)
	}
	add(organisation.Organisation{Reference: orgCouncil, Name: districtTitle, Type: "local-authority", CURIE: "local-authority:" + orgCouncil,
		GSSCode: districtCode, CorporateForm: "local-authority", Website: "https://hollindale.example", StartDate: districtStart,
		Successor: associations()[ownerStock].Reference, SuccessionKind: "stock-transfer", SuccessionDate: date(2004, 3, 29)})
	for k := 1; k <= villages; k++ {
		if settlements[k].council == "yes" {
			add(organisation.Organisation{Reference: fmt.Sprintf("HOD-PC%02d", k), Name: councilName(k), Type: "parish-council", GSSCode: gss("E04", k)})
		}
	}
	add(organisation.Organisation{Reference: "HOD-NF01", Name: "Prospect Forum", Type: "neighbourhood-forum", StartDate: date(2015, 1, 29), EndDate: date(2020, 1, 28)})
	add(organisation.Organisation{Reference: "HOD-NF02", Name: "Hollin Vale Forum", Type: "neighbourhood-forum", StartDate: date(2025, 4, 24)})
	return all
}
