package home

import "time"

// Record is a home with what is known of the row it stands in.
type Record struct {
	ID        int64 // never shown
	Home            // Owner and Manager are references
	OwnerID   int64
	OwnedBy   Owner
	ManagedBy Owner     // zero where the owner manages it, or nobody said
	SourceID  int64     // id of the source; its line is in Names
	ImportID  int64     // that wrote the row last; 0 for plain SQL
	ValidFrom time.Time // since when it stands so
}

// Lot is whose the home is, and who may know of it.
func (r Record) Lot() Lot {
	return Lot{Owner: r.OwnerID, Source: r.SourceID, AsAt: r.AsAt, Sensitivity: r.Sensitivity, Authority: r.Authority}
}

// Seen is what a view shows of a home that it sees: all of it, or of a home that is seen only because it is published, what the public
// sees too.
func (v View) Seen(r Record) Record {
	if v.Entitled(r.Lot()) {
		return r
	}
	return Record{ID: r.ID, OwnerID: r.OwnerID, OwnedBy: r.OwnedBy, SourceID: r.SourceID, Home: Home{
		Owner: r.Owner, Needs: r.Needs, Tenure: r.Tenure, Type: r.Type, Bedrooms: r.Bedrooms, Bedsit: r.Bedsit, BuildYearBand: r.BuildYearBand, EPC: r.EPC,
		AsAt: r.AsAt, Sensitivity: r.Sensitivity, Point: r.Point,
	}}
}
