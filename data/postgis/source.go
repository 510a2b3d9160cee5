package postgis

import "terrier/plans/provenance"

// sourceColumns are what figures say of a source s under licence l, in the order of intoSource. The first day of the first year is Go's
// zero time.
const sourceColumns = `s.publisher, l.slug, l.name, coalesce(l.url, ''), ` + attribution + `, coalesce(s.as_at, '0001-01-01'), s.retrieved_at`

// intoSource are where the columns of a source are read into.
func intoSource(s *provenance.Source) []any {
	return []any{&s.Publisher, &s.Licence, &s.LicenceName, &s.LicenceURL, &s.Attribution, &s.AsAt, &s.Retrieved}
}
