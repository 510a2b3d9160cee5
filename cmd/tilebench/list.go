package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"terrier/geo/grid"
)

func readTiles(path string) (list []grid.Tile, err error) {
	err = eachLine(path, func(line string) error {
		var t grid.Tile
		_, err := fmt.Sscanf(line, "%d/%d/%d", &t.Z, &t.X, &t.Y)
		list = append(list, t)
		return err
	})
	return list, err
}

// questions ask how many homes of each kind lie in each boundary of the list.
func (b *bench) questions() (all []request, err error) {
	err = eachLine(b.at("data", boundariesFile), func(line string) error {
		all = append(all, request{path: "/homes/summary?by=" + strings.Join(countedBy[:], ","), body: line})
		return nil
	})
	return all, err
}

func eachLine(path string, do func(line string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		if err := do(in.Text()); err != nil {
			return err
		}
	}
	return in.Err()
}

// zooms are the first n tiles of the list at these zooms.
func zooms(list []grid.Tile, lowest, highest uint8, n int) (some []grid.Tile) {
	for _, t := range list {
		if t.Z >= lowest && t.Z <= highest && len(some) < n {
			some = append(some, t)
		}
	}
	return some
}

func paths(format string, list []grid.Tile) []request {
	all := make([]request, len(list))
	for i, t := range list {
		all[i].path = fmt.Sprintf(format, t)
	}
	return all
}
