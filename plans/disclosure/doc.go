// Package disclosure makes the public's table of the homes whose owners do not publish them one by one, and answers from it. It knows
// no home: it is given counts of like records in small units of land, joins units into cells (Join), protects each cell once by fixed
// noise (Protect), and from then on only adds (Table). docs/disclosure.md tells the method in plain English and what it withstands.
//
// Everything here is a pure function of what it is given: the same records, cells and secret give the same table on every machine.
package disclosure
