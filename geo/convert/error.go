package convert

import "fmt"

// An Error says why a shape could not be carried over.
type Error struct {
	code    string
	message string
}

// Error is the reason as a sentence fragment, for logs and terminals.
func (e *Error) Error() string { return e.message }

// Code is the stable name of the reason: unknown-srid, not-finite, wrong-type,
// has-height, empty-part or malformed.
func (e *Error) Code() string { return e.code }

func refuse(code, format string, args ...any) error {
	return &Error{code: code, message: fmt.Sprintf(format, args...)}
}
