// Package atlas says what a saved map is: what somebody chose to show of the registers, with words of their own, at an address that lasts.
// Nothing of it is more than the public may see anyway.
package atlas

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"terrier/plans"
)

// Map is a map that somebody composed.
type Map struct {
	ID      int64  // by which the audit trail names it
	Ref     string // in its address; given once, and to no other map after it
	Owner   int64  // the account that may change it; 0 where it was read for the public
	Version int64  // rises by one with each change: 1 when it is made

	Title  string
	Text   string // plain
	Layers []string
	Areas  []string // refs of plan areas that it is about
	Assets []string // and of community assets
	Where  map[string][]string
	Look   *Look    // where it begins; nil: at all that it is about
	Theme  string   // slug of Themes
	Hosts  []string // that may frame it, as ParseHosts writes them; none: every site may

	MadeAt      time.Time
	ChangedAt   time.Time
	PublishedAt time.Time // zero while only its owner sees it
}

// Look is a first view: the middle in degrees, WGS 84, and a zoom that counts tiles of 512 pixels.
type Look struct{ Lon, Lat, Zoom float64 }

// Published says whether everybody may see the map.
func (m Map) Published() bool { return !m.PublishedAt.IsZero() }

// Code lists.
var (
	// Layers are what may lie over the ground.
	Layers = plans.CodeList{{Slug: "homes", Name: "Homes"}, {Slug: "areas", Name: "Plan areas"}, {Slug: "assets", Name: "Community assets"}}
	// Themes are how a map is coloured.
	Themes = plans.CodeList{{Slug: "auto", Name: "As the reader’s device"}, {Slug: "light", Name: "Light"}, {Slug: "dark", Name: "Dark"}}
)

// Overtaken is the error where a map was changed meanwhile by another browser. Stands is how it stands.
type Overtaken struct{ Stands Map }

func (o *Overtaken) Error() string { return "the map was changed meanwhile" }

// Reader finds maps that are published. Any other is missing, whatever the reason: plans.NotFound.
type Reader interface {
	PublishedMap(ctx context.Context, ref string) (Map, error)
	PublishedMaps(ctx context.Context, limit int) ([]Map, error) // without texts, the newest first
}

// Keeper keeps the maps of accounts.
type Keeper interface {
	MakeMap(ctx context.Context, m Map, edit string, now time.Time) (Map, error)
	MapOf(ctx context.Context, account int64, ref string) (Map, error) // plans.NotFound where it is not theirs
	MapsOf(ctx context.Context, account int64) ([]Map, error)
	SaveMap(ctx context.Context, m Map, had int64, now time.Time) (Map, error)
	PublishMap(ctx context.Context, account int64, ref string, now time.Time) error
	WithdrawMap(ctx context.Context, account int64, ref string) error
	DeleteMap(ctx context.Context, account int64, ref string) error
}

// tailBytes end every ref, as letters: so that it is nobody else's, and tells nothing of maps that are not published. 40 bits.
const tailBytes = 5

// NewRef makes the ref of a map from its title: "our-halls-k7qm2xfa". A title without Latin letters makes "map-k7qm2xfa".
func NewRef(title string) string {
	b := make([]byte, tailBytes)
	_, _ = rand.Read(b) // it never fails (crypto/rand)
	return stem(title) + "-" + plans.Letters(b)
}

// longestStem is how much of a title stands in an address.
const longestStem = 48

// stem is a title as a part of an address: Latin letters without their marks, digits, hyphens.
func stem(title string) string {
	var out strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKD.String(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && out.Len() > 0 {
				out.WriteByte('-')
			}
			gap = false
			out.WriteRune(r)
		case r >= 0x300 && r < 0x370 || r == '\'' || r == '’': // marks and apostrophes join
		default:
			gap = true
		}
		if out.Len() >= longestStem {
			break
		}
	}
	if out.Len() == 0 {
		return "map"
	}
	return out.String()
}
