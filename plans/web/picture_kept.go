package web

import (
	"container/list"
	"fmt"
	"strings"
	"sync"

	"terrier/tiles/layer"
)

// keptPictures holds what was drawn lately, until that part of the map changes: a page that is read by many asks for one picture many times.
type keptPictures struct {
	mu         sync.Mutex
	most, held int
	byKey      map[string]*list.Element
	byUse      *list.List // of keptPicture, the last used first
}

type keptPicture struct {
	key  string
	body []byte
}

// mostKeptPictures is how many bytes of pictures are held: some four hundred of the usual size, as they are before they are compressed.
const mostKeptPictures = 32 << 20

func newKeptPictures(most int) *keptPictures {
	return &keptPictures{most: most, byKey: map[string]*list.Element{}, byUse: list.New()}
}

func (k *keptPictures) find(key string) ([]byte, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	element, ok := k.byKey[key]
	if !ok {
		return nil, false
	}
	k.byUse.MoveToFront(element)
	return element.Value.(keptPicture).body, true
}

func (k *keptPictures) keep(key string, body []byte) {
	size := len(key) + len(body)
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.byKey[key]; ok || size > k.most/8 { // a large one would drive out all others
		return
	}
	k.byKey[key] = k.byUse.PushFront(keptPicture{key, body})
	for k.held += size; k.held > k.most; {
		last := k.byUse.Remove(k.byUse.Back()).(keptPicture)
		delete(k.byKey, last.key)
		k.held -= len(last.key) + len(last.body)
	}
}

// keyOf is what a picture depends on: what was asked for, the words in it, and how often each tile of it changed. The words are asked for
// anew each time. ok is false where the tiles do not tell. It is to be read before the tiles are.
func (p pictures) keyOf(x exhibit, o pictureOptions, look camera, words ...string) (key string, ok bool) {
	const beyond = 64 // pixels: tiles that a symbol reaches in from are drawn, too
	changed := uint64(0)
	for _, t := range look.tiles(float64(o.width)+beyond, float64(o.height)+beyond) {
		generation, known := p.Tiles.Generation(layer.Request{Tileset: "embed", At: t, Filter: x.homes()})
		if !known {
			return "", false
		}
		changed += generation // each only grows, so their sum does not come back either
	}
	return fmt.Sprint(x.Kind, x.Ref, x.layers, x.homes(), o.width, o.height, o.scale, o.theme, o.names, look, changed, "\n", strings.Join(words, "\n")), true
}
