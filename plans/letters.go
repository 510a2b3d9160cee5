package plans

import "encoding/base32"

var lowerCase = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Letters are bytes in the alphabet of base32 (RFC 4648), in lower case and without padding: what ids that are hashes are written in.
func Letters(b []byte) string { return lowerCase.EncodeToString(b) }
