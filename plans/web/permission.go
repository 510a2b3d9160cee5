package web

import "terrier/plans/access"

// Asks is which row of the table of permissions (access.Permissions) each route asks: "METHOD PATTERN". A route that does not stand here
// is answered for nobody. HEAD is GET's.
var Asks = map[string]access.Action{
	"GET /":            access.SeeMap,
	"GET /static/*":    access.SeePages,
	"GET /embed.js":    access.SeePages,
	"GET /favicon.ico": access.SeePages,

	"GET /areas":                         access.SeePages,
	"GET /areas.{suffix}":                access.SeePages,
	"GET /areas/{ref}":                   access.SeePages,
	"GET /areas/{ref}/homes":             access.CountHomes,
	"GET /areas/{ref}/homes.{suffix}":    access.CountHomes,
	"GET /areas/{ref}/versions":          access.SeePages,
	"GET /areas/{ref}/versions.{suffix}": access.SeePages,
	"GET /areas/{ref}/versions/{number}": access.CountHomes,
	"GET /areas/{ref}/compare":           access.CountHomes,
	"GET /assets":                        access.SeePages,
	"GET /assets.{suffix}":               access.SeePages,
	"GET /assets/{ref}":                  access.SeePages,
	"GET /associations":                  access.SeePages,
	"GET /associations.{suffix}":         access.SeePages,
	"GET /associations/{ref}":            access.SeePages,
	"GET /places":                        access.SeePages,
	"GET /places.{suffix}":               access.SeePages,
	"GET /places/no-say-yet":             access.CountHomes,
	"GET /places/no-say-yet.{suffix}":    access.CountHomes,
	"GET /embed/{kind}/{ref}":            access.SeePages,

	"GET /figures/{id}": access.CountHomes,

	"GET /releases":             access.SeeReleases,
	"GET /releases.{suffix}":    access.SeeReleases,
	"GET /admin/releases":       access.MakeRelease,
	"POST /admin/releases":      access.MakeRelease,
	"POST /admin/releases/plan": access.MakeRelease,

	"GET /homes":                   access.CountHomes,
	"GET /homes.{suffix}":          access.CountHomes,
	"GET /homes/how":               access.CountHomes,
	"GET /homes/summary":           access.CountHomes,
	"GET /homes/summary.{suffix}":  access.CountHomes,
	"POST /homes/summary":          access.CountHomes,
	"POST /homes/summary.{suffix}": access.CountHomes,

	"GET /homes/exact":               access.SeeExactHomes,
	"GET /homes/exact.{suffix}":      access.SeeExactHomes,
	"POST /homes/exact":              access.SeeExactHomes,
	"GET /homes/exact/figures/{id}":  access.SeeExactHomes,
	"GET /homes/exact/list":          access.SeeExactHomes,
	"GET /homes/exact/list.{suffix}": access.DownloadExactHomes,

	"GET /pictures/{kind}/{file}": access.SeePages,
	"GET /pictures/code.{suffix}": access.SeePages,

	"GET /styles/embed.json":                   access.SeeTiles,
	"GET /styles/overlay.json":                 access.SeeTiles,
	"GET /tiles/{document}":                    access.SeeTiles,
	"GET /tiles/{tileset}/{z}/{x}/{row}":       access.SeeTiles,
	"GET /tiles/exact/{document}":              access.SeeExactHomes,
	"GET /tiles/exact/{tileset}/{z}/{x}/{row}": access.SeeExactHomes,

	"GET /healthz": access.WatchServer,
	"GET /readyz":  access.WatchServer,
	"GET /metrics": access.WatchServer,

	"GET /sign-in":                         access.SignIn,
	"POST /sign-in":                        access.SignIn,
	"GET /sign-in/sent":                    access.SignIn,
	"GET /sign-in/{token}":                 access.SignIn,
	"POST /sign-in/{token}":                access.SignIn,
	"POST /sign-in/demo/{account}":         access.SignIn,
	"POST /sign-in/passkey/challenge":      access.SignIn,
	"POST /sign-in/passkey/answer":         access.SignIn,
	"GET /sign-in/organisation/{ref}":      access.SignIn,
	"GET /sign-in/organisation/{ref}/back": access.SignIn,
	"POST /sign-out":                       access.SignIn, // whoever is signed in no more may press the button, too

	"GET /account":                       access.SeeAccount,
	"GET /account/export":                access.ExportAccount,
	"POST /account/sign-out":             access.SignOut,
	"GET /account/erase":                 access.EraseAccount,
	"POST /account/erase":                access.EraseAccount,
	"GET /account/passkeys":              access.ManagePasskeys,
	"POST /account/passkeys":             access.ManagePasskeys,
	"POST /account/passkeys/challenge":   access.ManagePasskeys,
	"POST /account/passkeys/{id}/remove": access.ManagePasskeys,
	"GET /account/tokens":                access.ManageAPITokens,
	"POST /account/tokens":               access.ManageAPITokens,
	"POST /account/tokens/{id}/revoke":   access.ManageAPITokens,
	"POST /account/roles/{id}/give-up":   access.GiveUpRole,

	"GET /admin":                    access.SeeRoles,
	"POST /admin/invitations":       access.SeeRoles, // and access.GrantRole of the role
	"POST /admin/roles/{id}/revoke": access.SeeRoles, // and access.RevokeRole of the role

	"GET /stock":                     access.UploadStock,
	"POST /stock":                    access.UploadStock,
	"GET /stock/template.csv":        access.UploadStock,
	"GET /stock/{id}":                access.UploadStock,
	"GET /stock/{id}/progress":       access.UploadStock,
	"GET /stock/{id}/problems.csv":   access.UploadStock,
	"GET /stock/{id}/changes.csv":    access.UploadStock,
	"GET /stock/{id}/points.geojson": access.UploadStock,
	"POST /stock/{id}/choices":       access.UploadStock,
	"POST /stock/{id}/withhold":      access.MarkWithheld,
	"POST /stock/{id}/apply":         access.ApplyStock,
	"POST /stock/{id}/undo":          access.UndoStock,
	"POST /stock/{id}/discard":       access.UploadStock,

	"GET /stock/homes":            access.MarkWithheld,
	"POST /stock/homes":           access.MarkWithheld,
	"POST /stock/homes/look":      access.MarkWithheld,
	"POST /stock/homes/mark":      access.MarkWithheld,
	"GET /stock/marks/{id}":       access.MarkWithheld,
	"POST /stock/marks/{id}/undo": access.MarkWithheld,

	"GET /drafts":                                    access.DrawDraft,
	"POST /drafts":                                   access.DrawDraft,
	"GET /drafts/new":                                access.CheckDrawing,
	"POST /drafts/new":                               access.DrawDraft,
	"GET /drafts/land":                               access.CheckDrawing,
	"POST /drafts/shape":                             access.CheckDrawing,
	"POST /drafts/file":                              access.CheckDrawing,
	"POST /drafts/verdict":                           access.CheckDrawing,
	"POST /drafts/repair":                            access.CheckDrawing,
	"GET /drafts/{token}":                            access.SeeDraft,
	"PUT /drafts/{token}":                            access.DrawDraft,
	"DELETE /drafts/{token}":                         access.DrawDraft,
	"POST /drafts/{token}/delete":                    access.DrawDraft,
	"GET /drafts/{token}/versions":                   access.SeeDraft,
	"POST /drafts/{token}/versions":                  access.DrawDraft,
	"GET /drafts/{token}/versions/{number}":          access.SeeDraft,
	"POST /drafts/{token}/versions/{number}/restore": access.DrawDraft,
	"POST /drafts/{token}/versions/{number}/ready":   access.MarkReady,
	"POST /drafts/{token}/take-back":                 access.MarkReady,
	"GET /drafts/{token}/compare":                    access.SeeDraft,
	"GET /snap":                                      access.CheckDrawing,
	"GET /snap/follow":                               access.CheckDrawing,

	"GET /admin/agreements":              access.SeeAgreements,
	"POST /admin/agreements":             access.MakeAgreement,
	"POST /admin/agreements/{id}/revoke": access.RevokeAgreement,

	"GET /admin/audit":          access.ReadAuditTrail,
	"GET /admin/audit.{suffix}": access.ReadAuditTrail,
}

// privateRoots begin the addresses of all that is answered for somebody: nothing of it is open to scripts of other sites.
var privateRoots = []string{"/sign-in", "/sign-out", "/account", "/admin", "/stock", "/drafts", exactPath, exactTilesPath}
