package provenance

import (
	"crypto/sha256"
	"regexp"
	"slices"
	"time"

	"terrier/plans"
)

// Count is how many have a value. Name is what is shown for it.
type Count struct {
	Value     string `json:"value"`
	Name      string `json:"name"`
	Count     int    `json:"count"`
	Protected int    `json:"protected,omitempty"` // of Count: what was added up from protected figures; the rest was counted one by one
	TooFew    bool   `json:"too-few,omitempty"`   // protected figures have too few to say: Count is of those only that were counted one by one
	Error     int    `json:"error,omitempty"`     // the truth lies within this of Count, with 99%; 0: Count is exact
}

// Part is what one of the public's sources says of a total.
type Part struct {
	Source string `json:"source"` // Published or Protected
	Count  int    `json:"count"`
	Exact  bool   `json:"exact"`
	Cells  int    `json:"cells,omitempty"` // that were added up
	Error  int    `json:"error,omitempty"` // the truth for those cells lies within this of Count, with 99%
}

// The sources that public figures of homes have: homes that are published one by one, and all other open homes, from cells that were
// protected once.
const (
	Published = "published"
	Protected = "protected"
)

// Cells is what the counts by two groupings at once stand under in an answer.
const Cells = "cell"

// Cell is what a cell stands for, in the order of its groupings: values have no spaces.
func Cell(first, second string) string { return first + " " + second }

// Answer is what a question is answered.
type Answer struct {
	Total  int
	Parts  []Part             // what each source says of it, where there are several; their counts sum to Total
	By     map[string][]Count // by each grouping of the question, in the order in which it is shown
	AsAt   time.Time          // the oldest return or list counted; zero where none says
	Margin int                // the true number lies within this of Total, and of each count, with 99%; 0: they are exact
}

// Figure is an answer with all that makes it one that can be opened. It is made by New and never changed.
type Figure struct {
	Question   Question
	Answer     Answer
	Rule       Rule
	Policy     Policy
	Release    string // of the protected table that it was counted from; "" where it was none
	Sources    []Source
	ComputedAt time.Time // UTC, whole seconds

	id string
}

// New makes a figure of its parts: it brings the question into its canonical form and works out the id. An answer by nothing may leave
// By out.
func New(f Figure) *Figure {
	if f.Answer.By == nil {
		f.Answer.By = map[string][]Count{}
	}
	if len(f.Answer.Parts) == 0 {
		f.Answer.Parts = nil
	}
	f.Question = f.Question.Canonical()
	f.Sources = Once(f.Sources)
	f.ComputedAt = f.ComputedAt.UTC().Truncate(time.Second)
	question := f.Question.text()
	all := sha256.New()
	all.Write(question)
	all.Write(f.text())
	f.id = questionPart(question) + "-" + plans.Letters(all.Sum(nil)[:20])
	return &f
}

// ID is the figure's name for ever: 16 letters that tell its question, a hyphen, and 32 that tell all of it, in the alphabet of base32
// (RFC 4648) in lower case: the first 80 bits of the SHA-256 of the question's text, and the first 160 of that of the whole.
func (f *Figure) ID() string { return f.id }

// IsID says whether a text has the form of an id.
func IsID(text string) bool { return idForm.MatchString(text) }

var idForm = regexp.MustCompile(`^[a-z2-7]{16}-[a-z2-7]{32}$`)

// Asks says whether an id is that of a figure that answers this question, whatever the answer.
func (q Question) Asks(id string) bool {
	return IsID(id) && id[:16] == questionPart(q.Canonical().text())
}

func questionPart(text []byte) string {
	sum := sha256.Sum256(text)
	return plans.Letters(sum[:10])
}

// Total is the figure's number.
func (f *Figure) Total() Number {
	n := Number{value: f.Answer.Total, of: f, margin: f.Answer.Margin}
	for _, p := range f.Answer.Parts {
		if p.Source == Protected {
			n.protected = p.Count
		}
	}
	return n
}

// Cells is how many cells its number was added up from; 0 where it is exact.
func (f *Figure) Cells() (cells int) {
	for _, p := range f.Answer.Parts {
		cells += p.Cells
	}
	return cells
}

// Part is how many have any of these values of a grouping.
func (f *Figure) Part(key string, values ...string) Number {
	n := Number{of: f}
	for _, c := range f.Answer.By[key] {
		if slices.Contains(values, c.Value) {
			n.value, n.protected, n.margin = n.value+c.Count, n.protected+c.Protected, n.margin+c.Error // errors add up to more than that of the sum
		}
	}
	return n
}

// Number is a number of the domain: the total of a figure or a part of it. Only a figure makes one, and pages print no other.
type Number struct {
	value     int
	protected int
	margin    int
	of        *Figure
}

// Protected is what of it was added up from protected figures.
func (n Number) Protected() Number {
	return Number{value: n.protected, protected: n.protected, margin: n.margin, of: n.of}
}

// Counted is what of it was counted one by one.
func (n Number) Counted() Number { return Number{value: n.value - n.protected, of: n.of} }

// Margin is what the truth lies within of it, with 99%; 0: it is exact.
func (n Number) Margin() int { return n.margin }

// Int is its value, for sums and bars.
func (n Number) Int() int { return n.value }

// Some is true where it is not zero.
func (n Number) Some() bool { return n.value != 0 }

// Figure is what it is a part of; nil for the zero Number.
func (n Number) Figure() *Figure { return n.of }
