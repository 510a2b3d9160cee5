package main

type tilesCommand struct {
	Build tilesBuildCommand `cmd:"" help:"Write tiles to one file (PMTiles), to be served from anywhere."`
}
