package static

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Prefix is the path under which Dist is served. Files below assets/ carry a hash of their content in the name and never change.
const Prefix = "/static/"

// Entry is what one page part needs in its head: paths that begin with Prefix. Its zero value needs nothing.
type Entry struct {
	Script   string   // an ES module; "" where there is none
	Styles   []string // style sheets
	Preloads []string // modules that Script imports at once
	Fonts    []string // the main font file, to be preloaded
}

// Manifest finds the hashed files of each entry of vite.config.ts. Its zero value has none. It is never changed after it is
// read, so goroutines may share it.
type Manifest struct {
	chunks map[string]chunk
}

// chunk is one record of Vite's manifest (https://vite.dev/guide/backend-integration).
type chunk struct {
	File    string   `json:"file"`
	Name    string   `json:"name"`
	IsEntry bool     `json:"isEntry"`
	Imports []string `json:"imports"`
	CSS     []string `json:"css"`
	Assets  []string `json:"assets"`
}

// ReadManifest reads manifest.json from a built front end. Without that file (only the placeholder is there) the manifest is
// empty, so that the program compiles, starts and shows its pages before the front end is built.
func ReadManifest(dist fs.FS) (Manifest, error) {
	text, err := fs.ReadFile(dist, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, nil
	}
	if err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m.chunks); err != nil {
		return Manifest{}, fmt.Errorf("read manifest.json of the built front end: %w", err)
	}
	return m, nil
}

// Built says whether the front end has been built.
func (m Manifest) Built() bool { return len(m.chunks) > 0 }

// Entry returns what the entry called name needs: "page", "map", "island", "passkey", "share", "embed", "theme". An unknown name needs nothing.
func (m Manifest) Entry(name string) Entry {
	for _, c := range m.chunks {
		if !c.IsEntry || c.Name != name {
			continue
		}
		e := Entry{Script: Prefix + c.File}
		m.gather(&e, c, map[string]bool{})
		return e
	}
	return Entry{}
}

// gather adds the styles, fonts and imports of c and of what it imports.
func (m Manifest) gather(e *Entry, c chunk, seen map[string]bool) {
	for _, key := range c.Imports {
		if next, ok := m.chunks[key]; ok && !seen[key] {
			seen[key] = true
			e.Preloads = append(e.Preloads, Prefix+next.File)
			m.gather(e, next, seen)
		}
	}
	for _, file := range c.CSS {
		if !slices.Contains(e.Styles, Prefix+file) {
			e.Styles = append(e.Styles, Prefix+file)
		}
	}
	for _, file := range c.Assets {
		if strings.Contains(file, "-latin-wght-normal") { // the others load when a letter asks for them
			e.Fonts = append(e.Fonts, Prefix+file)
		}
	}
}
