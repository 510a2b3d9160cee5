package access_test

import (
	"testing"

	"terrier/plans/access"
)

// Two addresses are one account's only where their letters differ in ASCII case: mail to the other goes to another mailbox.
func TestAddressesThatAreOthers(t *testing.T) {
	key := func(text string) string {
		a, err := access.ParseAddress(text)
		if err != nil {
			t.Fatal(err)
		}
		return a.Key
	}
	if key("Ian@Example.org") != key("ian@example.org") {
		t.Error("ASCII case makes two accounts")
	}
	for _, other := range []string{"İan@example.org", "ıan@example.org"} {
		for _, known := range []string{"ian@example.org"} {
			if key(other) == key(known) {
				t.Errorf("%s is taken for %s", other, known)
			}
		}
	}
}
