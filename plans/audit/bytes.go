package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ReadHash reads 64 hexadecimal digits.
func ReadHash(text string) (h Hash, err error) {
	if len(text) != 2*len(h) {
		return h, fmt.Errorf("%q is no SHA-256: it has %d characters, not %d", text, len(text), 2*len(h))
	}
	_, err = hex.Decode(h[:], []byte(text))
	return h, err
}

// The first bytes of whatever is hashed, so that no entry can be taken for a seal, nor for something of another form one day.
const (
	entryForm = "terrier audit entry 1\n"
	sealForm  = "terrier audit seal 1\n"
)

// Bytes are the canonical bytes of an entry, which will never change: entryForm, then each field with its length before it, as eight
// bytes, most significant first. In order: id, who, action, kind, ref, detail, at, request id. Id and at are themselves eight bytes:
// the number, and the microseconds since 1 January 1970 UTC. Two entries that differ in any field have different bytes.
func (e Entry) Bytes() []byte {
	b := append(make([]byte, 0, 256+len(e.Detail)), entryForm...)
	b = appendField(b, string(number(e.ID)))
	for _, text := range []string{string(e.Who), e.Action, e.Kind, e.Ref, string(e.Detail)} {
		b = appendField(b, text)
	}
	b = appendField(b, string(number(e.At.UnixMicro())))
	return appendField(b, e.Request)
}

// Hash is that of the entry's bytes.
func (e Entry) Hash() Hash { return sha256.Sum256(e.Bytes()) }

func appendField(b []byte, field string) []byte {
	return append(append(b, number(int64(len(field)))...), field...)
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
