package access_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"terrier/plans/access"
)

// TestDocument keeps docs/permissions.md, which strangers read, equal to the table. TERRIER_BLESS=yes writes it.
func TestDocument(t *testing.T) {
	const file = "../../docs/permissions.md"
	want := document()
	if os.Getenv("TERRIER_BLESS") == "yes" {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("%s is not the table (%v): TERRIER_BLESS=yes go test ./plans/access", file, err)
	}
}

func document() string {
	words := map[access.Reach]string{access.Anything: "yes", access.OwnAccount: "own", access.OwnBody: "own organisation's",
		access.OwnAuthority: "own authority's", access.UnderAgreement: "own authority's, of who agreed"}
	columns := []access.Role{access.Reader, access.AnAccount}
	names := []string{"Everybody", "Signed in"}
	for _, c := range access.Roles {
		columns, names = append(columns, access.Role(c.Slug)), append(names, c.Name)
	}
	var b strings.Builder
	b.WriteString("# Who may see and do what\n\n" +
		"The whole table, as the program has it (`plans/access/permission.go`; a test keeps this page equal). What is not here, nobody may.\n" +
		"Empty: no. *Token*: the scope that an API token needs; where there is none, no token will do, save for what everybody may.\n\n" +
		"Roles are held for an organisation, from a day, until a day; a planning officer's in a local authority. Nobody gives a role to themselves. The first\n" +
		"administrator is made on the command line: `terrier user invite`. Withheld homes are their owner's alone.\n\n")
	fmt.Fprintf(&b, "| You may | %s | Token | Name |\n|---|%s---|---|\n", strings.Join(names, " | "), strings.Repeat("---|", len(names)))
	for _, p := range access.Permissions {
		fmt.Fprintf(&b, "| %s |", p.Says)
		for _, role := range columns {
			reach := p.May[role]
			if reach == "" {
				reach = p.May[access.Reader]
			}
			if reach == "" && role != access.Reader {
				reach = p.May[access.AnAccount]
			}
			fmt.Fprintf(&b, "%s|", cell(words[reach]))
		}
		fmt.Fprintf(&b, "%s| `%s` |\n", cell(p.Scope), p.Action)
	}
	return b.String()
}

func cell(text string) string {
	if text == "" {
		return " "
	}
	return " " + text + " "
}
