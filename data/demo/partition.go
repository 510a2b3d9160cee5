package demo

import (
	"math"
	"slices"
)

// graph is what partition cuts into parts: nodes with a weight, a place and neighbours.
type graph struct {
	weight     []float64
	at         []uv
	neighbours [][]int
}

// partition cuts the given nodes into connected parts of about the same weight: it starts in a corner, takes what is nearest
// until the part is heavy enough, and starts again. Scraps join a neighbour.
func (g graph) partition(nodes []int, target float64) [][]int {
	total := 0.0
	free := map[int]bool{}
	for _, n := range nodes {
		total += g.weight[n]
		free[n] = true
	}
	wanted := total / max(1, math.Round(total/target))
	part := map[int]int{}
	var parts [][]int
	for len(free) > 0 {
		p := g.grow(g.corner(nodes, free), free, wanted)
		for _, n := range p {
			part[n] = len(parts)
		}
		parts = append(parts, p)
	}
	for k := range parts {
		if sum(g.weight, parts[k]) >= wanted*.45 {
			continue
		}
		if other := g.lightestBeside(parts, part, k); other >= 0 {
			for _, n := range parts[k] {
				part[n] = other
			}
			parts[other] = append(parts[other], parts[k]...)
			parts[k] = nil
		}
	}
	parts = slices.DeleteFunc(parts, func(p []int) bool { return len(p) == 0 })
	for _, p := range parts {
		slices.Sort(p)
	}
	return parts
}

func sum(weight []float64, nodes []int) float64 {
	s := 0.0
	for _, n := range nodes {
		s += weight[n]
	}
	return s
}

// corner is the free node with the fewest free neighbours.
func (g graph) corner(nodes []int, free map[int]bool) int {
	best, least := -1, math.MaxInt
	for _, n := range nodes {
		if !free[n] {
			continue
		}
		open := 0
		for _, o := range g.neighbours[n] {
			if free[o] {
				open++
			}
		}
		if open < least {
			best, least = n, open
		}
	}
	return best
}

// grow takes free nodes from start on, the one nearest to the part's middle first, and removes them from free.
func (g graph) grow(start int, free map[int]bool, wanted float64) []int {
	part := []int{start}
	delete(free, start)
	weight, middle := g.weight[start], g.at[start]
	for weight < wanted {
		best, least := -1, math.Inf(1)
		for _, n := range part {
			for _, o := range g.neighbours[n] {
				if !free[o] {
					continue
				}
				d := apartUV(g.at[o], middle)
				for _, x := range g.neighbours[o] { // rather fill a corner than make one
					if !free[x] {
						d -= 25
					}
				}
				if d < least || d == least && o < best {
					best, least = o, d
				}
			}
		}
		if best < 0 || weight > wanted*.6 && weight+g.weight[best] > wanted*1.3 {
			break
		}
		delete(free, best)
		part = append(part, best)
		weight += g.weight[best]
		n := float64(len(part))
		middle = middle.towards(g.at[best], 1/n)
	}
	return part
}

// lightestBeside is the lightest part that touches part k; -1 where none does.
func (g graph) lightestBeside(parts [][]int, part map[int]int, k int) int {
	best, least := -1, math.Inf(1)
	for _, n := range parts[k] {
		for _, o := range g.neighbours[n] {
			other, known := part[o]
			if !known || other == k {
				continue
			}
			if w := sum(g.weight, parts[other]); w < least || w == least && other < best {
				best, least = other, w
			}
		}
	}
	return best
}
