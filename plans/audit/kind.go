package audit

import "terrier/plans"

// Kinds are the kinds of thing that entries are about, as people are told of them.
var Kinds = plans.CodeList{
	{Slug: "home", Name: "Homes read exactly"},
	{Slug: "import", Name: "Imports"},
	{Slug: "upload", Name: "Uploaded files"},
	{Slug: "release", Name: "Public releases"},
	{Slug: "agreement", Name: "Agreements"},
	{Slug: "draft", Name: "Drafts of plan areas"},
	{Slug: "role", Name: "Roles"},
	{Slug: "invitation", Name: "Invitations"},
	{Slug: "account", Name: "Signing in, and accounts"},
	{Slug: "api-token", Name: "API tokens"},
}
