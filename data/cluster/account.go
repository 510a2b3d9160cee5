package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

// account is the user of the operating system that the server runs as. It is never root: PostgreSQL refuses that.
type account struct {
	name     string
	uid, gid uint32
	other    bool // not the user of this process: we are root, and the server is started with this user's credentials
}

// root is the name that stands in pg_ident.conf for uid 0.
const rootUID = 0

var errNoAccount = errors.New("PostgreSQL does not run as root, and there is no user postgres to run it as: " +
	"install PostgreSQL's packages, which make that user, or start terrier as an ordinary user")

// OwnerError says that the data directory belongs to a user as whom the server cannot be run from here.
type OwnerError struct {
	Dir    string
	Owner  string // of the directory
	Caller string
}

func (e *OwnerError) Error() string {
	return fmt.Sprintf("the database in %s belongs to the user %s, and this is %s: start terrier as %[2]s or root, or move that folder away to begin anew",
		e.Dir, e.Owner, e.Caller)
}

// serverAccount chooses the user to run the server as: the owner of the data where there is some, else the user postgres
// where we are root, else ourselves.
func serverAccount(data string) (account, error) {
	self := uint32(os.Geteuid())
	owner, exists, err := ownerOf(data)
	switch {
	case err != nil:
		return account{}, err
	case exists && owner == rootUID && self == rootUID:
		return account{}, fmt.Errorf("the folder %s belongs to root, as whom PostgreSQL does not run: move it away to begin anew, "+
			"or, if it holds a database of terrier's, give it back with: chown -R postgres %[1]s", data)
	case exists && self == rootUID:
		return accountOf(owner)
	case exists && owner != self:
		return account{}, &OwnerError{Dir: data, Owner: userName(owner), Caller: userName(self)}
	case self == rootUID:
		u, err := user.Lookup("postgres")
		if err != nil {
			return account{}, errNoAccount
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return account{}, fmt.Errorf("the user postgres has the number %q: %w", u.Uid, err)
		}
		return accountOf(uint32(uid))
	default:
		return accountOf(self)
	}
}

// ownerOf tells who owns the directory that path names, links followed; exists is false where there is none.
func ownerOf(path string) (uid uint32, exists bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("look at the database's folder: %w", err)
	}
	return info.Sys().(*syscall.Stat_t).Uid, true, nil
}

// accountOf looks up a user by number. A user without a name cannot work: PostgreSQL identifies callers by name.
func accountOf(uid uint32) (account, error) {
	u, err := user.LookupId(strconv.FormatUint(uint64(uid), 10))
	if err != nil && uid == uint32(os.Geteuid()) {
		u, err = user.Current() // users that a directory service knows: the name comes from the environment
	}
	if err != nil || u.Username == "" {
		return account{}, fmt.Errorf("the user with the number %d has no name in /etc/passwd, and PostgreSQL admits its callers by name: "+
			"add the user there, or name a database of yours in DATABASE_URL", uid)
	}
	if strings.ContainsAny(u.Username, "\"\n\r/") {
		return account{}, fmt.Errorf("the user name %q cannot be written into PostgreSQL's pg_ident.conf: start terrier as another user", u.Username)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("the group of user %s is %q: %w", u.Username, u.Gid, err)
	}
	return account{name: u.Username, uid: uid, gid: uint32(gid), other: uid != uint32(os.Geteuid())}, nil
}

// userName names a user for a message, by its number where it has no name.
func userName(uid uint32) string {
	number := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(number); err == nil {
		return u.Username
	}
	return "number " + number
}

// attributes are those of a process that runs as the account.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if a.other {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// own gives a file or folder to the account. It does nothing where the account is ourselves.
func (a account) own(root *os.Root, name string) error {
	if !a.other {
		return nil
	}
	return root.Lchown(name, int(a.uid), int(a.gid))
}

// callers are the users that pg_ident.conf admits: the server's own, the one of this process, and root, who could become
// any of them anyway.
func (a account) callers() []string {
	names := []string{a.name}
	for _, uid := range []uint32{uint32(os.Geteuid()), rootUID} {
		if uid == a.uid {
			continue
		}
		if u, err := user.LookupId(strconv.FormatUint(uint64(uid), 10)); err == nil {
			names = append(names, u.Username)
		}
	}
	return dedupe(names)
}

func dedupe(names []string) []string {
	seen := map[string]bool{}
	var once []string
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			once = append(once, n)
		}
	}
	return once
}
