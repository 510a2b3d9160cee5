package cluster

// What the tests look at from inside.
var (
	Look            = look
	NewestGood      = newestGood
	CompareVersions = compareVersions
	Ident           = ident
	Installs        = func() []Install { return installs(candidates()) }
)

// InstallLine tells the line for a system described by runtime.GOOS, os-release and an installed PostgreSQL (0: none).
func InstallLine(goos, release string, installed int) string {
	e := MissingError{System: systemFrom(goos, release)}
	if installed > 0 {
		e.Found = []Install{{Major: installed}}
	}
	return e.Install()
}

// Forgive forgets how the server stopped.
func (c *Cluster) Forgive() { c.stopped = nil }
