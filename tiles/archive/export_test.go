package archive

// Leaves is how many leaf directories are held, Held how many entries they have.
func Leaves(a *Archive) int { return len(a.leaves.byPlace) }

// Held is how many entries the leaf directories that are held have.
func Held(a *Archive) int { return a.leaves.held }

// Hold sets how many entries of leaf directories are held.
func Hold(a *Archive, most int) { a.leaves = newLeafCache(most) }
