package dump

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"terrier/plans"
)

// part is the file that a backup is written to, beside the one that it becomes. Only its owner may read it. It is locked as long as
// something writes to it; what a killed backup left is written over by the next.
type part struct {
	*os.File
	to string
}

// startPart makes FILE.part. It refuses a file that is there already, unless it is to be replaced.
func startPart(file string, replace bool) (*part, error) {
	switch info, err := os.Lstat(file); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, plans.Refuse("file-exists", "", file+" is a folder.", "Name a file in it.")
	case !info.Mode().IsRegular():
		return nil, plans.Refuse("file-exists", "", file+" is no ordinary file.", "Name a new one: a backup takes its name only when it is whole.")
	case !replace:
		return nil, plans.Refuse("file-exists", "", file+" is there already.", "Choose another name, or replace it with --force.")
	}
	f, err := os.OpenFile(file+".part", os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, plans.Refuse("file-not-writable", "", fmt.Sprintf("The backup cannot be written: %v.", err), "Choose a folder that is there and that you may write to.")
	}
	p := &part{f, file}
	if err := p.take(); err != nil {
		_ = f.Close()
		return nil, err
	}
	return p, nil
}

func (p *part) take() error {
	if err := syscall.Flock(int(p.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return plans.Refuse("file-busy", "", "Another backup is being written to "+p.Name()+".", "Wait for it, or choose another name.")
	}
	here, err := p.Stat()
	if err != nil {
		return err
	}
	there, err := os.Lstat(p.Name())
	if err != nil || !os.SameFile(here, there) { // the one that wrote to it has just finished, and it is a backup now
		return plans.Refuse("file-busy", "", "Another backup was being written to "+p.Name()+".", "Try again.")
	}
	if err := p.Chmod(0o600); err != nil {
		return err
	}
	return p.Truncate(0)
}

// finish has the disk keep the file and gives it its name.
func (p *part) finish(replace bool) error {
	if err := p.Sync(); err != nil {
		return err
	}
	if _, err := os.Lstat(p.to); err == nil && !replace {
		return plans.Refuse("file-exists", "", p.to+" has come meanwhile.", "Choose another name.")
	}
	if err := os.Rename(p.Name(), p.to); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(p.to))
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) { // some file systems cannot
		return err
	}
	return p.Close()
}

func (p *part) remove() {
	_ = os.Remove(p.Name())
	_ = p.Close()
}
