package area

import (
	"crypto/rand"
	"encoding/json"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// Draft is a plan area that somebody is drawing. It is saved at every change; what shall last is kept as a DraftVersion.
type Draft struct {
	Token       string // names it in addresses: 26 letters and digits that cannot be guessed
	Owner       int64  // the account that may change it
	Version     int64  // rises by one with each change: 1 when it is made
	Name        string
	Why         string              // why the area is appropriate (regulation 5(1)(b))
	BodyType    string              // slug of RelevantBodyTypes; empty: not said yet
	Parish      string              // code of the parish whose council draws it; empty for a forum, or where it is not said yet
	Revises     string              // ref of the plan area that it would take the place of; empty: none
	Viewers     string              // slug of Viewers
	Shape       orb.MultiPolygon    // EPSG:27700, whole millimetres; may cross itself; nil while no ring is closed
	Approximate orb.MultiLineString // edges of Shape, of two points each, that are a guess which somebody has yet to confirm
	Board       json.RawMessage     // what the drawing page keeps for itself, as a corner that closes no ring yet; nil: nothing
	MadeAt      time.Time
	ChangedAt   time.Time
	Ready       int     // number of the version that is marked ready to submit; 0: none
	Hectares    float64 // in lists, which have no shapes
}

// Viewers are who may see a draft besides its owner.
var Viewers = plans.CodeList{
	{Slug: "private", Name: "Only me"},
	{Slug: "link-view", Name: "Everybody who has the link"},
}

// Shared says whether whoever has the link may see the draft.
func (d Draft) Shared() bool { return d.Viewers != "private" }

// Saved is a change of a draft: the draft as it shall be, and what it was made from.
type Saved struct {
	Draft        // Token says which; Owner, MadeAt, ChangedAt and Ready are not looked at
	Had   int64  // the version that the change was made from
	Edit  string // name of the change: the same change sent again, when the answer was lost, is not done twice
}

// Overtaken is the error where a draft was changed meanwhile by another browser. Stands is how it stands.
type Overtaken struct{ Stands Draft }

func (o *Overtaken) Error() string { return "the draft was changed meanwhile" }

// DraftVersion is one shape of a draft that is kept for good. Rows are never changed.
type DraftVersion struct {
	Number    int
	Author    int64 // account
	CreatedAt time.Time
	Reason    string
	Parent    int // the version it was made from; 0: none
	Name, Why string
	BodyType  string
	Parish    string
	Revises   string
	SHA256    string // of the canonical WKB in EPSG:27700
	Hectares  float64
	Shape     orb.MultiPolygon // EPSG:27700; nil in lists
	// Approximate are edges of Shape that nobody has confirmed: such a version cannot be marked ready. nil in lists.
	Approximate orb.MultiLineString
	Ready       bool // this version is marked ready to submit
}

// NewToken makes the token of a draft: 26 letters and digits (base32) of 16 random bytes.
func NewToken() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // it never fails (crypto/rand)
	return plans.Letters(b)
}

// InTheWay is the error where a version cannot be marked ready because it shares land with others.
type InTheWay struct{ Others []Neighbour }

func (i *InTheWay) Error() string { return "it shares land with another area" }
