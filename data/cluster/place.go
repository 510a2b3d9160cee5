package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
)

// place says where one cluster's files lie. All paths are absolute.
type place struct {
	dir  string // ./var
	data string // the data directory itself, no link
	run  string // of the socket
	log  string
}

const (
	dataName   = "cluster"
	runName    = "run"
	port       = 5432 // only a part of the socket's name: nothing listens on the network
	socketName = ".s.PGSQL.5432"
	// socketLimit keeps a socket's path below the 104 bytes of macOS and the 108 of Linux (sockaddr_un).
	socketLimit = 100
)

func (p place) lock() string   { return p.data + ".lock" }
func (p place) making() string { return p.data + ".making" }

// locate tells where the data of a cluster under dir lies, before it is known as whom the server runs. A link is followed.
func locate(dir string) (place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, fmt.Errorf("find the folder %s: %w", dir, err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	p := place{dir: abs, data: filepath.Join(abs, dataName), log: filepath.Join(abs, "log", "postgresql.log")}
	target, err := os.Readlink(p.data)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.EINVAL): // nothing there, or not a link
	case err != nil:
		return place{}, fmt.Errorf("look at the database's folder: %w", err)
	case filepath.IsAbs(target):
		p.data = target
	default:
		p.data = filepath.Join(abs, target)
	}
	return p, nil
}

// settle makes the folders around the data. Where a parent of dir is closed to the server's user, the data goes to a folder
// of its own under shelter and dir/cluster becomes a link to it; no permission of a parent is changed.
func (p place) settle(in Install, who account, shelter string) (place, error) {
	if err := makeOpen(p.dir); err != nil {
		return p, fmt.Errorf("make the folder for the database: %w", err)
	}
	home := filepath.Dir(p.data)
	if home == p.dir && who.other {
		closed, err := closedTo(who, in, p.dir)
		if err != nil {
			return p, err
		}
		if closed {
			return p.moveTo(filepath.Join(shelter, nameFor(p.dir)), who)
		}
	}
	if err := makeOpen(home); err != nil {
		return p, fmt.Errorf("make the folder for the database: %w", err)
	}
	return p.withSocket(home, who)
}

func (p place) moveTo(home string, who account) (place, error) {
	link := p.data
	if _, err := os.Lstat(link); err == nil {
		return p, fmt.Errorf("a folder above %s is closed to the user %s, as whom PostgreSQL runs: open it, or move the data with: mkdir -p %s && mv %[1]s %[3]s/ && ln -s %[3]s/%s %[1]s",
			link, who.name, home, dataName)
	}
	if err := makeOpen(home); err != nil {
		return p, fmt.Errorf("make a folder for the database that the user %s can reach: %w", who.name, err)
	}
	p.data = filepath.Join(home, dataName)
	if err := os.Symlink(p.data, link); err != nil {
		return p, fmt.Errorf("link the database's folder: %w", err)
	}
	return p.withSocket(home, who)
}

// nameFor names a checkout's folder under the shelter: its base name, for people, and a short hash of its path.
func nameFor(dir string) string {
	checkout := filepath.Dir(dir)
	return odd.ReplaceAllString(filepath.Base(checkout), "-") + "-" + shortHash(dir)
}

func shortHash(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:4])
}

// odd characters have a meaning of their own in one of the places where a socket's path is written.
var odd = regexp.MustCompile(`[^A-Za-z0-9_./+@~-]+`)

// withSocket chooses and makes the socket's folder: home/run, or a short one where that path would be too long or holds
// characters that connection strings divide at.
func (p place) withSocket(home string, who account) (place, error) {
	p.run = filepath.Join(home, runName)
	if len(p.run)+1+len(socketName) > socketLimit || odd.MatchString(p.run) {
		base := "/tmp"
		if who.other { // we are root, and only root writes into /run
			base = "/run"
		}
		p.run = filepath.Join(base, fmt.Sprintf("terrier-%d-%s", who.uid, shortHash(p.data)))
	}
	if err := makePrivate(p.run, who); err != nil {
		return p, fmt.Errorf("make the folder for the socket: %w", err)
	}
	return p, nil
}

// makeOpen makes a folder that others may walk through, whatever the umask, with its parents. One that exists stays as it is.
func makeOpen(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := makeOpen(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o755)
}

// makePrivate makes a folder of mode 0700 that belongs to the account. One that exists must be just that: in /tmp another
// user could have put something in its place.
func makePrivate(dir string, who account) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return checkPrivate(dir, who)
	}
	if err != nil {
		return err
	}
	if who.other {
		return os.Lchown(dir, int(who.uid), int(who.gid))
	}
	return nil
}

func checkPrivate(dir string, who account) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner := info.Sys().(*syscall.Stat_t).Uid
	if !info.IsDir() || owner != who.uid || info.Mode().Perm() != 0o700 {
		return fmt.Errorf("%s is in the way: it should be a folder of the user %s with the mode 0700; remove it and start again", dir, who.name)
	}
	return nil
}

// closedTo finds out whether the account can walk into dir and own a folder there, by trying. It has to be able to run the
// server's programs, too.
func closedTo(who account, in Install, dir string) (bool, error) {
	run := func(in Install, dir string) error {
		cmd := exec.Command(filepath.Join(in.Bin, "postgres"), "--version")
		cmd.SysProcAttr, cmd.Dir = who.attributes(), dir
		return cmd.Run()
	}
	if err := run(in, "/"); err != nil {
		return false, fmt.Errorf("the user %s cannot run %s/postgres: %w", who.name, in.Bin, err)
	}
	if run(in, dir) != nil {
		return true, nil
	}
	// Some file systems (shared folders of virtual machines, squashed NFS) let nobody give a folder away.
	probe, err := os.MkdirTemp(dir, ".owner-*")
	if err != nil {
		return false, fmt.Errorf("write into %s: %w", dir, err)
	}
	defer os.Remove(probe)
	if os.Lchown(probe, int(who.uid), int(who.gid)) != nil {
		return true, nil
	}
	owner, _, err := ownerOf(probe)
	return owner != who.uid, err
}
