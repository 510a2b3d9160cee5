package mvt

import (
	"strings"
	"sync"
	"sync/atomic"
)

// Words are texts that properties take, each encoded once. They are never taken
// back. The zero value holds none. Safe for several goroutines; reading takes
// no lock.
type Words struct {
	mu    sync.Mutex
	known map[string]Word
	all   atomic.Pointer[[][]byte] // as they stand in a layer
}

// A Word is one of the texts. Zero is no text: [Encoder.Word] leaves it out.
type Word uint32

// Of returns the word for a text, making it where there is none yet. The empty
// text is a word too. Bytes that are not UTF-8, at which readers would give up
// the whole tile, are written as U+FFFD.
func (w *Words) Of(text string) Word {
	text = strings.ToValidUTF8(text, "\ufffd")
	w.mu.Lock()
	defer w.mu.Unlock()
	if word, ok := w.known[text]; ok {
		return word
	}
	if w.known == nil {
		w.known = map[string]Word{}
	}
	all := append(w.list(), appendBytes(nil, layerValue, appendBytes(nil, valueText, []byte(text))))
	word := Word(len(all))
	w.known[text] = word
	// Readers of the old list never look behind its end, so its array may be shared.
	w.all.Store(&all)
	return word
}

func (w *Words) list() [][]byte {
	if all := w.all.Load(); all != nil {
		return *all
	}
	return nil
}
