package archive

import "fmt"

// The stable codes of an Error.
const (
	CodeUnreadable  = "archive-unreadable"   // there is no such file, or it cannot be read
	CodeNotPMTiles  = "archive-not-pmtiles"  // the file is something else
	CodeVersion     = "archive-version"      // PMTiles of another version
	CodeTruncated   = "archive-truncated"    // the file is shorter than it says
	CodeDamaged     = "archive-damaged"      // the file contradicts itself
	CodeTooLarge    = "archive-too-large"    // a part is larger than any sound archive has
	CodeCompression = "archive-compression"  // compressed in a way that is not read here
	CodeTileType    = "archive-tile-type"    // tiles of a type that is not drawn here
	CodeSchema      = "archive-schema"       // vector tiles with layers that are not drawn here
	CodeUnwritable  = "archive-not-writable" // what was to be written is no archive
)

// Error says why an archive is not taken, and what to do.
type Error struct {
	code    string
	message string
	cause   error
}

func (e *Error) Error() string { return e.message }

// Code is stable and in kebab-case: one of the constants of this package.
func (e *Error) Code() string { return e.code }

// Unwrap returns the error of the file system, if that was the cause.
func (e *Error) Unwrap() error { return e.cause }

func refuse(code, format string, args ...any) *Error {
	return &Error{code: code, message: fmt.Sprintf(format, args...)}
}

// in puts the name of the file before the message.
func (e *Error) in(path string) *Error {
	return &Error{e.code, path + ": " + e.message, e.cause}
}
