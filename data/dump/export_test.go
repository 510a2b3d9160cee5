package dump

import (
	"io"

	"terrier/data/cluster"
)

// What the tests need from inside.

// AddressOf is an address as PostgreSQL's programs get it, and the password beside it.
func AddressOf(text string) (info, password string, err error) {
	a, err := addressOf(text)
	return a.info, a.password, err
}

// Usable chooses programs for a server.
func Usable(found []cluster.Client, server int) ([]cluster.Client, error) {
	return usable(found, server)
}

// Follow tallies a script.
func Follow(script io.Reader, to io.Writer, server int) (tables []Table, migrated int64, err error) {
	var t tally
	err = t.follow(script, to, server)
	return t.tables, t.migrated, err
}

// Divide tells the lines of a table of contents that are restored as whoever migrates and as the owner, and what is left out.
func Divide(list io.Reader) (versions, ours string, left []string, err error) {
	entries, _, err := readList(list)
	p := divide(entries)
	return listText(p.versions), listText(p.ours), p.left, err
}
