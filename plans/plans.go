// Package plans holds what every noun below it shares: the few kinds of error that people are told, and code lists.
//
// The nouns themselves live in folders of their own and do not know each other. No SQL and no HTTP here or below, save plans/web.
package plans

import "fmt"

// Kind is one of the few ways in which a question can fail for a reason worth telling.
type Kind int

// The kinds. Any other error is internal: logged in full and shown as a neutral sentence.
const (
	NotFound    Kind = iota + 1 // there is no such thing, or none that the reader may know of
	Invalid                     // the input is wrong: Field, Message and Remedy say how
	Conflict                    // it was changed meanwhile, or stands in the way of another
	Forbidden                   // the reader may not
	Unavailable                 // it cannot be answered now; it may be later
	SignedOut                   // nobody is signed in, and only somebody who is may
)

// Error is a failure told to a person in Message and to a program in Code.
type Error struct {
	Kind    Kind
	Code    string    // stable, kebab-case
	Field   string    // the parameter, column or field at fault, if one is
	Message string    // one plain sentence: what is wrong, and where
	Remedy  string    // what to do about it, if anything can be done
	Where   []float64 // the place at fault as given (x, y), if there is one
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s: %s", e.Field, e.Message)
	}
	return e.Message
}

// Missing is the error for something that is not there. noun is a word of the glossary, as in "plan area".
func Missing(noun, ref string) *Error {
	return &Error{Kind: NotFound, Code: "not-found", Message: fmt.Sprintf("There is no %s called %q here.", noun, ref)}
}

// Refuse is the error for a value that cannot be used. message is one plain sentence, remedy what to do.
func Refuse(code, field, message, remedy string) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Message: message, Remedy: remedy}
}
