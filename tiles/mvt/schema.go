package mvt

import "fmt"

// A Schema is a layer's name and the keys that its features may have, encoded
// once. It never changes.
type Schema struct {
	name string
	keys []string
	head []byte // version and name
	foot []byte // keys; values come after
	tail []byte // extent
}

// NewSchema makes a schema. A feature names a key by its place in the list.
func NewSchema(name string, keys ...string) *Schema { return NewSchemaOf(Extent, name, keys...) }

// NewSchemaOf makes one of a layer whose tiles have so many units on each side.
func NewSchemaOf(extent uint32, name string, keys ...string) *Schema {
	s := &Schema{name: name, keys: keys}
	s.head = appendBytes([]byte{layerVersion, 2}, layerName, []byte(name))
	for _, key := range keys {
		s.foot = appendBytes(s.foot, layerKey, []byte(key))
	}
	s.tail = appendVarint([]byte{layerExtent}, uint64(extent))
	return s
}

// Name is the layer's name.
func (s *Schema) Name() string { return s.name }

// Key returns the place of a key. ok is false where the layer has none of that
// name.
func (s *Schema) Key(name string) (key int, ok bool) {
	for i, k := range s.keys {
		if k == name {
			return i, true
		}
	}
	return 0, false
}

// Need returns the place of a key that must be there; where it is not, it says so in missing.
func (s *Schema) Need(name string, missing *error) int {
	key, ok := s.Key(name)
	if !ok {
		*missing = fmt.Errorf("layer %s has no field %s", s.name, name)
	}
	return key
}
