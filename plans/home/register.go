package home

import (
	"slices"
	"sync"
	"sync/atomic"

	"terrier/geo/column"
	"terrier/geo/within"
	"terrier/plans/provenance"
)

// Register keeps homes in memory: their places in columns, their kinds and lots in dictionaries. The classes of the columns are
// TenureGroups. Whoever fills it decides which homes those are. Safe for several goroutines.
type Register struct {
	rows  *column.Store
	kinds *column.Dictionary[Kind]
	lots  *column.Dictionary[Lot]
	names *atomic.Pointer[Names]
	folds *folding
}

func newRegister() Register {
	kinds := new(column.Dictionary[Kind])
	group := func(kind uint32) uint8 { return uint8(kinds.Values()[kind].Group()) }
	return Register{column.NewStore(group), kinds, new(column.Dictionary[Lot]), new(atomic.Pointer[Names]), new(folding)}
}

// KindCode is the code of a kind in the columns.
func (r Register) KindCode(k Kind) uint32 { return r.kinds.Code(k) }

// LotCode is the code of a lot in the columns.
func (r Register) LotCode(l Lot) uint32 { return r.lots.Code(l) }

// Kinds are the kinds by code.
func (r Register) Kinds() []Kind { return r.kinds.Values() }

// Lots are the lots by code.
func (r Register) Lots() []Lot { return r.lots.Values() }

// Replace makes the register hold these homes and no others.
func (r Register) Replace(homes []column.Row) { r.rows.Replace(homes) }

// Apply puts homes in the place of those with their ids and drops homes by id, as one change. It returns the places on the map, old
// and new, at which something changed.
func (r Register) Apply(put []column.Row, drop []int64) []column.World {
	return r.rows.Apply(put, drop)
}

// Name sets the names that figures are shown with. moved is true where an owner of homes is called otherwise than before.
func (r Register) Name(names Names) (moved bool) {
	before := r.named()
	names.byRef = make(map[string]string, len(names.Owners))
	for _, o := range names.Owners {
		names.byRef[o.Ref] = o.Name
	}
	r.names.Store(&names)
	for _, lot := range r.Lots() {
		if before.Owners[lot.Owner] != names.Owners[lot.Owner] {
			return true
		}
	}
	return false
}

// Source is the source of that id.
func (r Register) Source(id int64) provenance.Source { return r.named().Sources[id] }

// Owner is the organisation of that id.
func (r Register) Owner(id int64) Owner { return r.named().Owners[id] }

// ownerNamed is the name of the owner of that ref; the ref itself where it is not known.
func (r Register) ownerNamed(ref string) string {
	if name, known := r.named().byRef[ref]; known {
		return name
	}
	return ref
}

// Len is how many homes there are.
func (r Register) Len() int { return r.rows.Snapshot().Len() }

// Bytes is how much memory the columns take.
func (r Register) Bytes() int { return r.rows.Snapshot().Bytes() }

// Homes gives what a map layer is drawn from: the homes at this moment, and which of them a filter means. An owner that is not known
// is refused.
func (r Register) Homes(where map[string][]string) (*column.Snapshot, column.Filter, error) {
	snapshot := r.rows.Snapshot()
	f, err := r.filter(where, nil)
	return snapshot, f, err
}

func (r Register) named() *Names {
	if names := r.names.Load(); names != nil {
		return names
	}
	return &Names{}
}

// filter makes sets of codes of the values that a question asks for, and of a reader's view. It must be made after the snapshot that
// it is used on was taken, so that it knows every code there. An owner that is not known is refused.
func (r Register) filter(where map[string][]string, view func(Lot) bool) (f column.Filter, err error) {
	owners, err := r.ownersOf(where["owner"])
	if err != nil {
		return f, err
	}
	if owners != nil || view != nil {
		f.Lots = r.lots.Mask(func(l Lot) bool { return (owners == nil || owners[l.Owner]) && (view == nil || view(l)) })
	}
	var keys []string
	for _, g := range Groupings {
		if g.Codes != nil && len(where[g.Key]) > 0 {
			keys = append(keys, g.Key)
		}
	}
	if len(keys) > 0 {
		where = unmerged(where)
		f.Kinds = r.kinds.Mask(func(k Kind) bool {
			return !slices.ContainsFunc(keys, func(key string) bool { return !slices.Contains(where[key], orUnknown(k.value(key))) })
		})
	}
	return f, nil
}

// ownersOf are the ids of the organisations with these refs; nil for no refs.
func (r Register) ownersOf(refs []string) (map[int64]bool, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	ids, missing := map[int64]bool{}, slices.Sorted(slices.Values(refs))
	for id, o := range r.named().Owners {
		if slices.Contains(refs, o.Ref) {
			ids[id] = true
			missing = slices.DeleteFunc(missing, func(ref string) bool { return ref == o.Ref })
		}
	}
	if len(missing) > 0 {
		return nil, UnknownOwner(missing[0])
	}
	return ids, nil
}

var tallies = sync.Pool{New: func() any { return new(column.Tally) }}

// count adds the homes of a view inside the boundary, or all of them where it is nil, to a sum.
func (r Register) count(snapshot *column.Snapshot, s *sum, b *within.Boundary, where map[string][]string, view func(Lot) bool) error {
	f, err := r.filter(where, view)
	if err != nil {
		return err
	}
	t := tallies.Get().(*column.Tally)
	defer tallies.Put(t)
	t.Reset()
	if b == nil {
		snapshot.Count(t, f)
	} else {
		b.Count(snapshot, t, f)
	}
	s.add(r, t)
	return nil
}
