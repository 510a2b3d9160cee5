package home

import (
	"sync"
	"sync/atomic"

	"terrier/tiles/mvt"
)

// Kind is how homes of one kind look.
type Kind struct {
	Group     int // place of its tenure group in Options.Groups
	Type, EPC string
	Bedrooms  int // 0 is not said
}

// Lot is how homes of one lot look: whose they are.
type Lot struct {
	Owner     int64 // the same for all lots of an owner
	Ref, Name string
}

// Codes say what the codes of the columns look like. More may come while tiles are drawn; those that there are stay.
type Codes interface {
	Kinds() int
	Kind(code int) Kind
	Lots() int
	Lot(code int) Lot
}

// looks are the same, ready to be written.
type looks struct {
	kinds []kindLook
	lots  []lotLook
}

type kindLook struct {
	group    uint8
	homeType mvt.Word
	epc      mvt.Word
	bedrooms uint8
}

type lotLook struct {
	owner     int64
	ref, name mvt.Word
}

// Looks keep how the homes of some columns look, for all codes met so far. Safe for several goroutines.
type Looks struct {
	codes Codes
	words *mvt.Words
	mu    sync.Mutex
	now   atomic.Pointer[looks]
}

// NewLooks makes the looks of codes, in words that the encoder of their tiles knows.
func NewLooks(codes Codes, words *mvt.Words) *Looks { return &Looks{codes: codes, words: words} }

// looks are those of at least the codes that there are now.
func (a *Looks) looks() *looks {
	kinds, lots := a.codes.Kinds(), a.codes.Lots()
	if now := a.now.Load(); now != nil && len(now.kinds) >= kinds && len(now.lots) >= lots {
		return now
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	next := &looks{}
	if now := a.now.Load(); now != nil {
		*next = *now
	}
	for code := len(next.kinds); code < kinds; code++ {
		k := a.codes.Kind(code)
		next.kinds = append(next.kinds, kindLook{group: uint8(k.Group), homeType: a.word(k.Type), epc: a.word(k.EPC), bedrooms: uint8(k.Bedrooms)})
	}
	for code := len(next.lots); code < lots; code++ {
		l := a.codes.Lot(code)
		next.lots = append(next.lots, lotLook{owner: l.Owner, ref: a.word(l.Ref), name: a.word(l.Name)})
	}
	a.now.Store(next)
	return next
}

// word is none for the empty text.
func (a *Looks) word(text string) mvt.Word {
	if text == "" {
		return 0
	}
	return a.words.Of(text)
}

// Forget makes the looks anew, since owners are called otherwise.
func (a *Looks) Forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now.Store(nil)
}
