package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// Progress is how far an import is.
type Progress struct {
	Rows    int
	Bytes   int64 // of the file, read so far
	Total   int64
	Started time.Time
	Done    bool // every row is read; the register may still be at work
}

// tellProgress tells once a batch, which is often enough for an eye; whoever shows it may leave some out.
func (s *session) tellProgress(reader row.Reader, done bool) {
	if s.Progress != nil {
		s.Progress(Progress{Rows: s.rowsRead, Bytes: reader.Offset(), Total: reader.Size(), Started: s.started, Done: done})
	}
}

// ProgressLine puts progress into one line for a terminal, without an end: "12,400 rows · 34% · 8,300 rows a second · about
// 2 min left". Rate and time left wait until there is something to tell them by.
func ProgressLine(p Progress, now time.Time) string {
	parts := []string{Rows(p.Rows)}
	share := 0.0
	if p.Total > 0 {
		share = min(float64(p.Bytes)/float64(p.Total), 1)
		parts = append(parts, fmt.Sprintf("%.0f%%", share*100))
	}
	elapsed := now.Sub(p.Started)
	if elapsed >= time.Second && p.Rows > 0 {
		parts = append(parts, Rows(int(float64(p.Rows)/elapsed.Seconds()))+" a second")
	}
	switch {
	case p.Done:
		parts = append(parts, "writing")
	case elapsed >= 2*time.Second && share > 0.01 && share < 1:
		parts = append(parts, "about "+roughly(time.Duration(float64(elapsed)*(1-share)/share))+" left")
	}
	return strings.Join(parts, " · ")
}

func roughly(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return strconv.Itoa(int(d.Seconds()+0.999)) + " s"
	case d < 90*time.Minute:
		return strconv.Itoa(int(d.Minutes()+0.5)) + " min"
	}
	return strconv.Itoa(int(d.Hours()+0.5)) + " h"
}

// Rows writes a number of rows for people.
func Rows(rows int) string {
	if rows == 1 {
		return "1 row"
	}
	return grouped(rows) + " rows"
}

// ChangesLine puts what a stock return does into one line: "12 homes gained, 3 lost, 2 moved more than 1 m, 40 changed, 1,143 as before".
func ChangesLine(c intake.Changes) string {
	homes := "homes"
	if c.Gained == 1 {
		homes = "home"
	}
	return fmt.Sprintf("%s %s gained, %s lost, %s moved more than 1 m, %s changed, %s as before",
		grouped(c.Gained), homes, grouped(c.Lost), grouped(c.Moved), grouped(c.Changed), grouped(c.Unchanged))
}

// grouped writes a number with commas between thousands.
func grouped(n int) string { return plans.Thousands(float64(n), 0) }
