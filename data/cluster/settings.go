package cluster

import (
	"fmt"
	"os"
	"strings"
)

// The database and the role of whoever administers the server. The five roles that terrier works as are made by data/migrate.
const (
	Database  = "terrier"
	AdminRole = "terrier_admin"
)

// roles may be used by each of the cluster's callers; pg_ident.conf names them one by one.
var roles = []string{AdminRole, "terrier_owner", "terrier_load", "terrier_write", "terrier_exact", "terrier_public"}

const settingsName = "terrier.conf"

// settings suit a small machine that does other things too. They are written anew at each start; what someone adds to
// postgresql.conf after the line that includes them wins.
const settings = `# Written by terrier at each start. To change one, set it in postgresql.conf below the line that includes this file.
max_connections = 150
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_destination = 'stderr'
log_line_prefix = '%m [%p] %q%u@%d '
log_checkpoints = off
`

const includeLine = "\n# What terrier sets. Lines below this one win over it.\ninclude_if_exists = '" + settingsName + "'\n"

// hba admits nobody but by the operating system's word, over the socket.
const hba = `# Written by terrier at each start: one way in, by the caller's name in the operating system (pg_ident.conf).
# TYPE  DATABASE  USER  METHOD
local   all       all   peer map=terrier
`

// ident lists which user of the operating system may be which role, one line a pair: regular expressions would need
// PostgreSQL 16 for the roles, and lists are plainer to read.
func ident(callers []string) string {
	var b strings.Builder
	b.WriteString("# Written by terrier at each start.\n# MAPNAME  SYSTEM-USERNAME  PG-USERNAME\n")
	for _, caller := range callers {
		for _, role := range roles {
			fmt.Fprintf(&b, "terrier    \"%s\"    %s\n", caller, role)
		}
	}
	return b.String()
}

// guards are given on the command line, which wins over every file and over ALTER SYSTEM.
func guards(p place, throwaway bool) []string {
	args := []string{
		"-D", p.data,
		"-c", "listen_addresses=",
		"-c", fmt.Sprintf("port=%d", port),
		"-c", "unix_socket_directories=" + p.run,
		"-c", "unix_socket_permissions=0700",
		"-c", "hba_file=" + p.data + "/pg_hba.conf",
		"-c", "ident_file=" + p.data + "/pg_ident.conf",
	}
	durable := "on"
	if throwaway {
		durable = "off"
	}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		args = append(args, "-c", name+"="+durable)
	}
	return args
}

// configure writes the files that terrier keeps in a data directory. The directory belongs to the server's user, and we may
// be root: os.Root sees to it that a link planted there leads nowhere outside.
func configure(data string, who account) error {
	root, err := os.OpenRoot(data)
	if err != nil {
		return fmt.Errorf("open the database's folder: %w", err)
	}
	defer root.Close()
	for name, text := range map[string]string{
		settingsName:    settings,
		"pg_hba.conf":   hba,
		"pg_ident.conf": ident(who.callers()),
	} {
		if err := write(root, name, text, who); err != nil {
			return fmt.Errorf("write the server's settings: %w", err)
		}
	}
	return nil
}

// write replaces a file in one step, so that a cut leaves the old one or the new one.
func write(root *os.Root, name, text string, who account) error {
	draft := name + ".new"
	if err := root.Remove(draft); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := root.WriteFile(draft, []byte(text), 0o600); err != nil {
		return err
	}
	if err := who.own(root, draft); err != nil {
		return err
	}
	return root.Rename(draft, name)
}
