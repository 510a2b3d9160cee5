package intake

import (
	"fmt"
	"time"

	"terrier/plans"
)

// Upload is a file of homes that an association's officer brought, and how far it is: it is checked, looked at, applied, and may be
// undone. Nothing of it is in the register before it is applied.
type Upload struct {
	ID           string // random, part of its address
	Organisation int64  // whose homes
	FileName     string
	Bytes        int64
	SHA256       string // of the file, hex
	By           int64  // account
	At           time.Time
	Choices      Choices
	Stage        Stage
	StageAt      time.Time
	StageBy      int64 // account; 0 while it was only uploaded
	Task         Task  // what is to be done, or being done, with it
	TaskBy       int64 // account
	Attempt      int   // of the task that was begun last: whoever does an earlier one has lost it
	Tries        int   // how often this task was begun
	UnderWay     bool  // somebody is at the task, and not only asked
	Rows         int64 // of the file, read so far
	Read, Total  int64 // bytes of the file
	Checked      *Checked
	Failure      *Failure // why the last task came to nothing
	Import       int64    // the import that it became; 0 for none
}

// Stage is how far an upload is.
type Stage string

// The stages.
const (
	Uploaded  Stage = "uploaded"
	IsChecked Stage = "checked" // it can be read, and is known what it would do
	Unfit     Stage = "refused" // it cannot be read as a whole
	Applied   Stage = "applied"
	TakenBack Stage = "undone"
)

// Task is what is to be done with an upload.
type Task string

// The tasks. Each is done again from its beginning where it was cut off, and changes nothing then that was done.
const (
	Check Task = "check"
	Apply Task = "apply"
	Undo  Task = "undo"
)

// Failure is why a task came to nothing.
type Failure struct {
	Task    Task   `json:"task"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

// MostTries is how often a task is begun: one that takes the program down each time is given up.
const MostTries = 5

// Ask says whether a task may be asked for: nil, or a Conflict that says why not.
func (u Upload) Ask(t Task) error {
	switch {
	case u.Task != "":
		return conflict("upload-busy", fmt.Sprintf("This file is just being %s.", past[u.Task]), "Wait until that is done, and look again.")
	case t == Undo && u.Stage == TakenBack:
		return conflict("already-undone", "This file was taken back out of the register already.", "Nothing needs to be done.")
	case t == Undo && u.Stage != Applied:
		return conflict("not-applied", "This file is not in the register.", "Nothing needs to be done.")
	case t != Undo && u.Stage == Applied:
		return conflict("already-applied", "This file is in the register already.", "Take it back out first, or upload another.")
	case t == Apply && u.Stage != IsChecked:
		return conflict("not-checked", "It is not known yet what this file would do.", "Have it checked first.")
	case t == Apply && u.Checked.Accepted == 0:
		return conflict("nothing-to-bring", "No row of this file can be brought in.", "Mend the file, or say which column is which.")
	}
	return nil
}

// Confirm lists what has to be agreed to before an upload is applied: codes of Confirmations. Nil for nothing.
func (u Upload) Confirm() []string {
	if u.Checked == nil {
		return nil
	}
	var codes []string
	c := u.Checked.Changes
	if c == nil {
		return nil
	}
	if c.Lost > 0 && 2*c.Lost > u.Checked.Before {
		codes = append(codes, "lose-most")
	}
	if c.Opened+u.Checked.Back > 0 {
		codes = append(codes, "open-withheld")
	}
	return codes
}

func conflict(code, message, remedy string) error {
	return &plans.Error{Kind: plans.Conflict, Code: code, Message: message, Remedy: remedy}
}

var past = map[Task]string{Check: "checked", Apply: "brought into the register", Undo: "taken back out of the register"}

const (
	staleCode    = "register-changed"
	staleMessage = "The association's homes have changed since this file was checked: by a colleague, or another file."
	staleRemedy  = "It was checked again. Look at what it would do now, and apply it then."
)

// Stale is the error for applying what was checked against homes that have changed since.
func Stale() error { return conflict(staleCode, staleMessage, staleRemedy) }

// StaleFailure is the same as it is kept with the upload that is checked again.
func StaleFailure() *Failure { return &Failure{Apply, staleCode, staleMessage, staleRemedy} }

// Discard says whether an upload may be removed.
func (u Upload) Discard() error {
	switch {
	case u.Task != "":
		return conflict("upload-busy", fmt.Sprintf("This file is just being %s.", past[u.Task]), "Wait until that is done, and look again.")
	case u.Stage == Applied:
		return conflict("already-applied", "This file is in the register.", "Take it back out first.")
	}
	return nil
}

// AsSeen refuses what is asked by somebody who saw the outcome of another attempt than the last; 0 is any.
func (u Upload) AsSeen(attempt int) error {
	if attempt == 0 || attempt == u.Attempt {
		return nil
	}
	return conflict("checked-anew", "This file was checked anew since you looked at it: a colleague may have changed how it is read, or what is withheld.", "Look at the page again.")
}

// Unseen is the error for applying a file without saying what was seen of it.
func Unseen() error {
	return conflict("not-seen", "It is not said which check of this file was looked at.", "Send the number that is called seen in its state.")
}

// NoUpload is the error for an upload that is not there, or is another association's: the two look the same.
func NoUpload() error {
	return &plans.Error{Kind: plans.NotFound, Code: "no-upload", Message: "There is no such file here, or none any more.", Remedy: "Files that nobody touched are removed after some weeks. Upload it again."}
}
