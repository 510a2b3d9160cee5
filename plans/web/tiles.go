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
	for _, g := range home.Groupings {
		key := layer.FilterKey{Name: g.Key}
		if g.Codes != nil {
			key.Values = append(g.Codes.Slugs(), home.Unknown)
		}
		if g.Key == "home-type" {
			key.Alias = "type"
		}
		terms.Filters = append(terms.Filters, key)
	}
	return layer.Registers(terms)
}

func (s *site) tiles() *serve.Server {
	return serve.New(serve.Config{Tilesets: Tilesets(), Source: s.Tiles, Archives: s.Archives, Origin: s.originFor, Problem: s.fail})
}
