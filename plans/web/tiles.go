package web

import (
	"terrier/plans/home"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// Tilesets are the layers of the registers in the words of their code lists.
func Tilesets() []layer.Tileset {
	var terms layer.Terms
	for _, group := range home.TenureGroups {
		terms.TenureGroups = append(terms.TenureGroups, layer.Term{Slug: group.Slug, Name: group.Name})
	}
	return layer.Registers(terms)
}

func (s *site) tiles() *serve.Server {
	return serve.New(serve.Config{Tilesets: Tilesets(), Source: s.Tiles, Origin: s.originFor, Problem: s.fail})
}
