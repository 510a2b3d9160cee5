package area

import (
	"sync"
	"sync/atomic"
)

// Hands is asked for another goroutine to work in. done gives it back; ok is false where none is to spare.
type Hands func() (done func(), ok bool)

// each does n pieces of work, in further goroutines where there are hands to spare. The error is that of the first piece which has one, as if they were done one
// after the other; after an error no piece is begun.
func (h Hands) each(n int, do func(i int) error) error {
	w := handwork{do: do, failed: make([]error, n)}
	w.alongside(h)
	if w.panicked != nil {
		panic(w.panicked)
	}
	for _, err := range w.failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// handwork is what several goroutines do together. Pieces are begun in their order.
type handwork struct {
	do     func(i int) error
	failed []error // by piece
	next   atomic.Int64
	ended  atomic.Bool // no piece is begun any more

	once     sync.Once
	panicked any // of the first goroutine that did
}

// piece does the next piece; false where there is none.
func (w *handwork) piece() bool {
	i := int(w.next.Add(1)) - 1
	if i >= len(w.failed) || w.ended.Load() {
		return false
	}
	if w.failed[i] = w.do(i); w.failed[i] != nil {
		w.ended.Store(true)
	}
	return true
}

// alongside does pieces until there are none, and asks for help before each but the last.
func (w *handwork) alongside(h Hands) {
	var others sync.WaitGroup
	defer others.Wait() // also where this one panics
	for more := true; more; more = w.piece() {
		if h == nil || int(w.next.Load()) >= len(w.failed)-1 {
			continue
		}
		if done, ok := h(); ok {
			others.Go(func() {
				defer done()
				w.helped()
			})
		}
	}
}

// helped does pieces in a goroutine of its own, where a panic would end the server: it is kept for the goroutine that asked.
func (w *handwork) helped() {
	defer func() {
		if p := recover(); p != nil {
			w.once.Do(func() { w.panicked = p })
			w.ended.Store(true)
		}
	}()
	for w.piece() {
	}
}
