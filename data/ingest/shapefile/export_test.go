package shapefile

// Organise and Number are tested from outside.
var (
	Organise = organise
	Number   = number
)
