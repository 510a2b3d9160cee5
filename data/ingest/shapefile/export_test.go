package shapefile

// Organise, SystemOf and Number are tested from outside.
var (
	Organise = organise
	SystemOf = systemOf
	Number   = number
)
