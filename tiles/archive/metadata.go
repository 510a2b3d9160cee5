package archive

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// Metadata is what an archive says of itself (specification, section 5). What it does not say is empty.
type Metadata struct {
	Name         string        `json:"name,omitempty"`
	Description  string        `json:"description,omitempty"`
	Attribution  string        `json:"attribution,omitempty"` // HTML, or plain text; see Credit
	Version      string        `json:"version,omitempty"`
	Encoding     string        `json:"encoding,omitempty"`
	VectorLayers []VectorLayer `json:"vector_layers,omitempty"`
}

// VectorLayer is one layer of vector tiles, as in TileJSON 3.0.0 section 3.3.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	MinZoom     *int              `json:"minzoom,omitempty"`
	MaxZoom     *int              `json:"maxzoom,omitempty"`
	Fields      map[string]string `json:"fields"`
}

// LayerIDs are the names of the layers, in the archive's order.
func (m Metadata) LayerIDs() []string {
	ids := make([]string, len(m.VectorLayers))
	for i, l := range m.VectorLayers {
		ids[i] = l.ID
	}
	return ids
}

// Credit is Attribution as plain text on one line: tags are left out, and references to characters are replaced.
func (m Metadata) Credit() string {
	var words strings.Builder
	for z, unseen := html.NewTokenizer(strings.NewReader(m.Attribution)), false; ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(words.String()), " ")
		case html.TextToken:
			if !unseen {
				words.Write(z.Text())
			}
		default:
			switch name, _ := z.TagName(); string(name) {
			case "script", "style":
				unseen = !unseen
			case "br", "p", "div", "li":
				words.WriteByte(' ')
			}
		}
	}
}

// decodeMetadata reads the JSON of an archive. A member of an unexpected type counts as unsaid, since writers differ; text that
// is no JSON object is damage.
func decodeMetadata(b []byte) (Metadata, error) {
	if len(b) == 0 {
		return Metadata{}, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return Metadata{}, refuse(CodeDamaged, "the metadata is not a JSON object: %v", err)
	}
	m := Metadata{
		Name: text(members["name"]), Description: text(members["description"]), Attribution: text(members["attribution"]),
		Version: text(members["version"]), Encoding: text(members["encoding"]),
	}
	var layers []map[string]json.RawMessage
	_ = json.Unmarshal(members["vector_layers"], &layers)
	for _, l := range layers {
		if id := text(l["id"]); id != "" {
			m.VectorLayers = append(m.VectorLayers, VectorLayer{ID: id, Description: text(l["description"]),
				MinZoom: number(l["minzoom"]), MaxZoom: number(l["maxzoom"]), Fields: fields(l["fields"])})
		}
	}
	return m, nil
}

func text(b json.RawMessage) (s string) {
	_ = json.Unmarshal(b, &s)
	return s
}

func number(b json.RawMessage) (n *int) {
	if json.Unmarshal(b, &n) != nil {
		return nil
	}
	return n
}

func fields(b json.RawMessage) map[string]string {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(b, &members)
	f := make(map[string]string, len(members))
	for name, about := range members {
		f[name] = text(about)
	}
	return f
}
