// Package jobs does what outlives a request: it checks, applies and undoes files of homes that were uploaded. What is to be done stands in
// the database (postgis.Uploads), under an id; nothing of a row is kept elsewhere, save a file without a name while it is read.
package jobs
