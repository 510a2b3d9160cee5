package main

// importCommand is what can be done with files: bring one in, and see to those that came in.
type importCommand struct {
	File importFileCommand `cmd:"" default:"withargs" help:"Bring a file in: terrier import KIND FILE."`
	Undo importUndoCommand `cmd:"" help:"Take an import back: what it brought goes, what it changed stands again as before."`
	List importListCommand `cmd:"" help:"List the files that came in."`
}
