package access

// Action is the stable slug of something that can be seen or done.
type Action string

// Reach says to what a role may do an action.
type Reach string

// The reaches.
const (
	Anything       Reach = "anything"
	OwnAccount     Reach = "own"                      // what belongs to the account itself
	OwnBody        Reach = "own-organisation"         // what belongs to the organisation that the role is held for
	OwnAuthority   Reach = "own-authority"            // what lies in the local authority that the role is held in
	UnderAgreement Reach = "own-authority-and-agreed" // homes in that authority of an association that agreed with the role's organisation
)

// Permission is one row of the table. What a reader may, everybody may; what an account may, everyone who is signed in may.
type Permission struct {
	Action     Action
	Says       string         // what it is, in one sentence that completes "You may …"
	May        map[Role]Reach // who may, for what; a role that is not there may not
	Scope      string         // slug of the scope that an API token needs; "" where none will do, unless every reader may
	NotOneself bool           // not for the account itself: nobody gives themselves a role
}

type may = map[Role]Reach

var everybody = may{Reader: Anything}

// Permissions is the whole table: what does not stand here, nobody may. It is never changed.
//
// Withheld homes are their owner's alone, and no administrator sees a home that is not public. Rows of things to come stand here so
// that an account is worth having; nothing asks them yet.
var Permissions = []Permission{
	// What everybody may: the public's map, pages, tiles and counts.
	{Action: "see-map", Says: "look at the map", May: everybody},
	{Action: "see-pages", Says: "read the pages, lists and files of plan areas, assets, boundaries, places and associations, and maps that are published", May: everybody},
	{Action: "see-tiles", Says: "fetch the public tiles, styles and pictures", May: everybody},
	{Action: "count-homes", Says: "ask how many homes lie inside a boundary, as the public is told", May: everybody},
	{Action: "see-releases", Says: "read when figures were released, and what changed", May: everybody},
	{Action: "watch-server", Says: "ask whether the server is well", May: everybody},
	{Action: "sign-in", Says: "sign in, or sign up", May: everybody},

	// Exact homes: the association's own, and an authority's under agreement.
	{Action: "see-exact-homes", Says: "see single homes and exact figures, as they stand or stood", Scope: "homes",
		May: may{AssociationOfficer: OwnBody, PlanningOfficer: UnderAgreement}},
	{Action: "see-withheld-homes", Says: "see homes that are withheld", Scope: "homes",
		May: may{AssociationOfficer: OwnBody}},
	{Action: "download-exact-homes", Says: "download exact homes as a file", Scope: "downloads",
		May: may{AssociationOfficer: OwnBody, PlanningOfficer: UnderAgreement}},

	// Agreements.
	{Action: "see-who-agreed", Says: "see which associations let an authority see their homes, and which do not", May: may{PlanningOfficer: OwnAuthority}},
	{Action: "see-agreements", Says: "see which agreements there are", May: may{AssociationOfficer: OwnBody, PlanningOfficer: OwnBody}},
	{Action: "make-agreement", Says: "let the officers of an authority see an association's homes", May: may{AssociationOfficer: OwnBody}},
	{Action: "revoke-agreement", Says: "revoke an agreement", May: may{AssociationOfficer: OwnBody}},

	// An association's stock.
	{Action: "upload-stock", Says: "upload a file of homes and see what would come of it", Scope: "stock", May: may{AssociationOfficer: OwnBody}},
	{Action: "apply-stock", Says: "bring an uploaded file into the register", Scope: "stock", May: may{AssociationOfficer: OwnBody}},
	{Action: "undo-stock", Says: "take a file back out of the register", Scope: "stock", May: may{AssociationOfficer: OwnBody}},
	{Action: "mark-withheld", Says: "mark homes as withheld, or as withheld no longer", Scope: "stock", May: may{AssociationOfficer: OwnBody}},

	// The server's own record.
	{Action: "read-audit-trail", Says: "read who wrote what, and who read exact homes", May: may{Administrator: Anything, AssociationOfficer: OwnBody}},
	{Action: "make-release", Says: "plan and build a release of the public's figures", May: may{Administrator: Anything}},

	// Roles. The first administrator is granted on the command line, where no table is asked.
	{Action: "see-roles", Says: "see who holds which role",
		May: may{ForumSecretary: OwnBody, PlanningOfficer: OwnBody, AssociationOfficer: OwnBody, Administrator: Anything}},
	{Action: "grant-forum-member", Says: "make somebody a member of a forum", May: may{ForumSecretary: OwnBody, Administrator: Anything}, NotOneself: true},
	{Action: "revoke-forum-member", Says: "end somebody's membership of a forum", May: may{ForumSecretary: OwnBody, Administrator: Anything}},
	{Action: "grant-forum-secretary", Says: "make somebody the secretary of a forum", May: may{Administrator: Anything}, NotOneself: true},
	{Action: "revoke-forum-secretary", Says: "end somebody's role as secretary of a forum", May: may{Administrator: Anything}},
	{Action: "grant-parish-clerk", Says: "make somebody the clerk of a parish", May: may{Administrator: Anything}, NotOneself: true},
	{Action: "revoke-parish-clerk", Says: "end somebody's role as clerk of a parish", May: may{Administrator: Anything}},
	{Action: "grant-planning-officer", Says: "make somebody a planning officer of an authority", May: may{PlanningOfficer: OwnBody, Administrator: Anything}, NotOneself: true},
	{Action: "revoke-planning-officer", Says: "end somebody's role as planning officer", May: may{PlanningOfficer: OwnBody, Administrator: Anything}},
	{Action: "grant-association-officer", Says: "make somebody an officer of an association", May: may{AssociationOfficer: OwnBody, Administrator: Anything}, NotOneself: true},
	{Action: "revoke-association-officer", Says: "end somebody's role as officer of an association", May: may{AssociationOfficer: OwnBody, Administrator: Anything}},
	{Action: "grant-administrator", Says: "make somebody an administrator", May: may{Administrator: Anything}, NotOneself: true},
	{Action: "revoke-administrator", Says: "end somebody's role as administrator", May: may{Administrator: Anything}},
	{Action: "give-up-role", Says: "give up a role of your own", May: may{AnAccount: OwnAccount}},

	// One's own account.
	{Action: "see-account", Says: "see your account and where you are signed in", May: may{AnAccount: OwnAccount}},
	{Action: "sign-out", Says: "sign out, here or everywhere", May: may{AnAccount: OwnAccount}},
	{Action: "export-account", Says: "download all that is kept about you", May: may{AnAccount: OwnAccount}},
	{Action: "erase-account", Says: "erase your account", May: may{AnAccount: OwnAccount}},
	{Action: "manage-passkeys", Says: "add and remove passkeys of yours", May: may{AnAccount: OwnAccount}},
	{Action: "manage-api-tokens", Says: "make and revoke API tokens of yours", May: may{AnAccount: OwnAccount}},

	// Plan areas that are drawn.
	{Action: "check-drawing", Says: "draw a plan area in the browser and ask what the rules say of it", May: everybody},
	{Action: "see-draft", Says: "see a draft that was shared by its link", May: everybody},
	{Action: "draw-draft", Says: "draw plan areas and keep the drafts", Scope: "drafts", May: may{AnAccount: OwnAccount}},
	{Action: "mark-ready", Says: "mark a version of a draft of yours as ready to submit", Scope: "drafts", May: may{AnAccount: OwnAccount}},
	{Action: "revise-area", Says: "draw an area to take the place of one that your forum or parish council applied for", Scope: "drafts",
		May: may{ForumMember: OwnBody, ForumSecretary: OwnBody, ParishClerk: OwnBody}},
	{Action: "share-draft", Says: "share a draft of yours by a link", Scope: "drafts", May: may{AnAccount: OwnAccount}},

	// Maps that are composed.
	{Action: "save-map", Says: "compose maps and keep them", Scope: "drafts", May: may{AnAccount: OwnAccount}},
	{Action: "publish-map", Says: "show a map of yours to everybody", Scope: "drafts", May: may{AnAccount: OwnAccount}},
	{Action: "withdraw-map", Says: "show a map of yours to nobody else any more", Scope: "drafts", May: may{AnAccount: OwnAccount}},
	{Action: "delete-map", Says: "delete a map of yours", Scope: "drafts", May: may{AnAccount: OwnAccount}},

	// To come.
	{Action: "start-forum", Says: "ask to start a prospective forum", May: may{AnAccount: OwnAccount}},
}

// The actions by name, for those who ask.
const (
	SeeMap             Action = "see-map"
	SeePages           Action = "see-pages"
	SeeTiles           Action = "see-tiles"
	CountHomes         Action = "count-homes"
	SeeReleases        Action = "see-releases"
	WatchServer        Action = "watch-server"
	SignIn             Action = "sign-in"
	SeeExactHomes      Action = "see-exact-homes"
	SeeWithheldHomes   Action = "see-withheld-homes"
	DownloadExactHomes Action = "download-exact-homes"
	SeeWhoAgreed       Action = "see-who-agreed"
	SeeAgreements      Action = "see-agreements"
	MakeAgreement      Action = "make-agreement"
	RevokeAgreement    Action = "revoke-agreement"
	UploadStock        Action = "upload-stock"
	ApplyStock         Action = "apply-stock"
	UndoStock          Action = "undo-stock"
	MarkWithheld       Action = "mark-withheld"
	ReadAuditTrail     Action = "read-audit-trail"
	MakeRelease        Action = "make-release"
	SeeRoles           Action = "see-roles"
	GiveUpRole         Action = "give-up-role"
	SeeAccount         Action = "see-account"
	SignOut            Action = "sign-out"
	ExportAccount      Action = "export-account"
	EraseAccount       Action = "erase-account"
	ManagePasskeys     Action = "manage-passkeys"
	ManageAPITokens    Action = "manage-api-tokens"
	CheckDrawing       Action = "check-drawing"
	SeeDraft           Action = "see-draft"
	DrawDraft          Action = "draw-draft"
	MarkReady          Action = "mark-ready"
	ReviseArea         Action = "revise-area"
	ShareDraft         Action = "share-draft"
	SaveMap            Action = "save-map"
	PublishMap         Action = "publish-map"
	WithdrawMap        Action = "withdraw-map"
	DeleteMap          Action = "delete-map"
	StartForum         Action = "start-forum"
)

// GrantRole is the action of granting a role.
func GrantRole(r Role) Action { return Action("grant-" + string(r)) }

// RevokeRole is the action of revoking it.
func RevokeRole(r Role) Action { return Action("revoke-" + string(r)) }

// Find returns the row of an action. ok is false where there is none: nobody may.
func Find(a Action) (p Permission, ok bool) {
	for _, p := range Permissions {
		if p.Action == a {
			return p, true
		}
	}
	return Permission{}, false
}
