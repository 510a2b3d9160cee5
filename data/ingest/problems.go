package ingest

import (
	"io"
	"slices"
	"strconv"
	"sync"

	"terrier/plans/intake"
)

// mostKept is how many problems a Result lists; the report has them all.
const mostKept = 10_000

// problems gathers what is wrong with rows. Values go to the report of the person importing and nowhere else: they may be of
// homes that nobody else may know of.
type problems struct {
	mu     sync.Mutex // rows are read while others are written, and both have problems
	report List
	kept   []intake.Problem
	tally  map[tallied]int // outcome and code → index in kinds
	kinds  []Kind
	more   int
	noted  int
}

type tallied struct {
	outcome intake.Outcome
	code    string
}

func (p *problems) begin(report io.Writer) {
	p.kept, p.tally, p.kinds = []intake.Problem{}, map[tallied]int{}, []Kind{}
	p.report.Begin(report, "line", "field", "value", "reason", "remedy", "outcome", "code")
}

func (p *problems) add(problem intake.Problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if problem.Outcome == intake.Noted {
		p.noted++
	}
	key := tallied{problem.Outcome, problem.Code}
	i, known := p.tally[key]
	if !known {
		i = len(p.kinds)
		p.tally[key] = i
		p.kinds = append(p.kinds, Kind{First: problem})
	}
	p.kinds[i].Rows++
	if problem.Line < p.kinds[i].First.Line {
		p.kinds[i].First = problem
	}
	if len(p.kept) < mostKept {
		p.kept = append(p.kept, problem)
	} else {
		p.more++
	}
	if p.report.to != nil {
		p.report.Add(strconv.Itoa(problem.Line), problem.Field, problem.Value, problem.Reason, problem.Remedy, string(problem.Outcome), problem.Code)
	}
}

// end finishes the report; err is what the import itself failed with.
func (p *problems) end(err error) error {
	slices.SortStableFunc(p.kept, func(a, b intake.Problem) int { return a.Line - b.Line })
	order := []intake.Outcome{intake.Refused, intake.Repaired, intake.Noted}
	slices.SortStableFunc(p.kinds, func(a, b Kind) int {
		if a.First.Outcome != b.First.Outcome {
			return slices.Index(order, a.First.Outcome) - slices.Index(order, b.First.Outcome)
		}
		return b.Rows - a.Rows
	})
	return p.report.End(err, "write the report")
}

// notes are sentences about the file as a whole, each said once.
type notes struct{ said []string }

func (n *notes) add(sentence string) {
	for _, s := range n.said {
		if s == sentence {
			return
		}
	}
	if len(n.said) < 50 {
		n.said = append(n.said, sentence)
	}
}

func (n *notes) list() []string { return append([]string{}, n.said...) }
