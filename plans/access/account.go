package access

import (
	"encoding/json"
	"time"
)

// Account is a person, as they are known here.
type Account struct {
	ID       int64
	Email    Address
	Made     time.Time
	SignedIn time.Time // the day in London on which they last did; zero before
	Erased   time.Time // zero while it was not; nothing else is left of one that was
}

// Export is all that is kept of a person here. What is kept of secrets, and could be used by nobody, is left out.
type Export struct {
	Email      string             `json:"email"`
	Made       time.Time          `json:"made"`
	SignedInOn string             `json:"signed-in-on,omitempty"`
	Roles      []ExportedRole     `json:"roles"`
	Links      []ExportedLink     `json:"sign-in-links"`
	Sessions   []ExportedSession  `json:"sessions"`
	Passkeys   []ExportedPasskey  `json:"passkeys"`
	Identities []ExportedIdentity `json:"identities"`
	Tokens     []ExportedToken    `json:"api-tokens"`
	Agreements []ExportedDeed     `json:"agreements"`
	Figures    []ExportedFigure   `json:"exact-figures"`
	Drafts     []ExportedDraft    `json:"drafts"`
	Versions   []ExportedVersion  `json:"draft-versions"`
	Maps       []ExportedMap      `json:"maps"`
	Events     []ExportedEvent    `json:"audit-trail"`
}

// ExportedRole is a role that the person holds or held.
type ExportedRole struct {
	Role         string     `json:"role"`
	Organisation string     `json:"organisation,omitempty"`
	Place        string     `json:"place,omitempty"`
	From         string     `json:"from"`
	Until        string     `json:"until,omitempty"`
	Granted      time.Time  `json:"granted"`
	Revoked      *time.Time `json:"revoked,omitempty"`
}

// ExportedLink is a link that was sent to the person's address.
type ExportedLink struct {
	Purpose string     `json:"purpose"`
	Made    time.Time  `json:"made"`
	Expires time.Time  `json:"expires"`
	Used    *time.Time `json:"used,omitempty"`
}

// ExportedSession is a token of a browser of theirs.
type ExportedSession struct {
	Means   string     `json:"means"`
	Started time.Time  `json:"started"`
	Issued  time.Time  `json:"issued"`
	Ended   *time.Time `json:"ended,omitempty"`
}

// ExportedPasskey is a passkey of theirs.
type ExportedPasskey struct {
	Name   string    `json:"name"`
	Host   string    `json:"host"`
	Made   time.Time `json:"made"`
	UsedOn string    `json:"used-on,omitempty"`
}

// ExportedIdentity is how another sign-in knows them.
type ExportedIdentity struct {
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"`
	Made    time.Time `json:"made"`
	UsedOn  string    `json:"used-on,omitempty"`
}

// ExportedToken is an API token of theirs.
type ExportedToken struct {
	Name    string     `json:"name"`
	Prefix  string     `json:"prefix"`
	Scopes  []string   `json:"scopes"`
	Made    time.Time  `json:"made"`
	Expires time.Time  `json:"expires"`
	UsedOn  string     `json:"used-on,omitempty"`
	Revoked *time.Time `json:"revoked,omitempty"`
}

// ExportedFigure is an exact figure that was kept for them. What it says is told where it opens, while they may see that.
type ExportedFigure struct {
	ID   string    `json:"id"`
	Kept time.Time `json:"kept"`
}

// ExportedDeed is an agreement that they made or revoked for their association.
type ExportedDeed struct {
	Association string     `json:"association"`
	Authority   string     `json:"authority"`
	Made        *time.Time `json:"made,omitempty"`
	Revoked     *time.Time `json:"revoked,omitempty"`
}

// ExportedDraft is a plan area that they draw, as it stands.
type ExportedDraft struct {
	Token       string    `json:"token"`
	Name        string    `json:"name"`
	Why         string    `json:"why,omitempty"`
	BodyType    string    `json:"body-type,omitempty"`
	Parish      string    `json:"parish,omitempty"`
	Revises     string    `json:"revises,omitempty"`
	Viewers     string    `json:"viewers"`
	Made        time.Time `json:"made"`
	Changed     time.Time `json:"changed"`
	Ready       int       `json:"ready,omitempty"`       // number of the version that is marked ready to submit
	Shape       string    `json:"shape,omitempty"`       // WKT in EPSG:27700
	Approximate string    `json:"approximate,omitempty"` // the same
}

// ExportedVersion is a version of a draft of theirs.
type ExportedVersion struct {
	Draft    string    `json:"draft"` // its token
	Number   int       `json:"number"`
	Kept     time.Time `json:"kept"`
	Reason   string    `json:"reason,omitempty"`
	Name     string    `json:"name"`
	Why      string    `json:"why,omitempty"`
	BodyType string    `json:"body-type,omitempty"`
	Parish   string    `json:"parish,omitempty"`
	Revises  string    `json:"revises,omitempty"`
	Shape    string    `json:"shape"` // WKT in EPSG:27700
}

// ExportedMap is a map that they composed, as it stands.
type ExportedMap struct {
	Ref       string              `json:"ref"`
	Title     string              `json:"title"`
	Text      string              `json:"text,omitempty"`
	Layers    []string            `json:"layers"`
	Areas     []string            `json:"areas,omitempty"`
	Assets    []string            `json:"assets,omitempty"`
	Filters   map[string][]string `json:"filters,omitempty"`
	View      []float64           `json:"view,omitempty"` // longitude, latitude, zoom
	Theme     string              `json:"theme"`
	Hosts     []string            `json:"hosts,omitempty"` // that may show it in a frame
	Made      time.Time           `json:"made"`
	Changed   time.Time           `json:"changed"`
	Published *time.Time          `json:"published,omitempty"` // since when everybody may see it
}

// ExportedEvent is something that they did, as the audit trail has it.
type ExportedEvent struct {
	At     time.Time       `json:"at"`
	Action string          `json:"action"`
	Kind   string          `json:"kind"`
	Ref    string          `json:"ref,omitempty"`
	Detail json.RawMessage `json:"detail"`
}
