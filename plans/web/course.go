package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
)

// EdgeFinder finds what the line of an area may follow. onGround is false where there are no names of streets, water and railways to be had.
type EdgeFinder interface {
	EdgesAlong(ctx context.Context, outline orb.MultiPolygon, besides string) (edges []area.Edge, onGround bool, err error)
}

// course is the line of an area in words. Where it cannot be told it is empty, and Note says why.
type course struct {
	area.Course
	Note string
}

// edgesInWords tells the line of an area, in EPSG:27700. besides is the ref of the plan area that it is itself; "" for a draft. It looks at open
// registers only, and may be told to everybody who may see the shape.
func (s *site) edgesInWords(ctx context.Context, outline orb.MultiPolygon, besides string) (told course, err error) {
	if s.Edges == nil || len(outline) == 0 {
		return course{}, nil
	}
	key, err := courseKey(outline, besides)
	if err != nil {
		return course{}, err
	}
	now := s.Clock()
	if told, ok := s.courses.find(key, now); ok {
		return told, nil
	}
	edges, onGround, err := s.Edges.EdgesAlong(ctx, outline, besides)
	if err == nil {
		err = s.work(ctx, func() (err error) {
			told.Course, err = area.CourseOf(outline, edges)
			return err
		})
	}
	var refused *plans.Error
	var tangled *shape.Problem
	switch {
	case errors.As(err, &tangled), errors.As(err, &refused) && refused.Kind == plans.Invalid:
		told = course{Note: "There is too much along this boundary for it to be told in words."}
	case err != nil:
		return course{}, err
	case !onGround:
		told.Note = "Streets, water and railways are not named: there are too many along this boundary."
	case !slices.ContainsFunc(edges, func(e area.Edge) bool { return area.OnGround(e.Kind) }):
		told.Note = "No street, water or railway is known along this boundary."
	}
	s.courses.keep(key, told, now)
	return told, nil
}

// courseKept is for how long a course is told again without looking at the ground anew.
const courseKept = time.Minute

// mostCourses is how many courses are kept.
const mostCourses = 64

// courses are those that were told last. Its zero value keeps none yet.
type courses struct {
	mu   sync.Mutex
	kept map[[sha256.Size]byte]keptCourse
}

type keptCourse struct {
	course
	until time.Time
}

func (c *courses) find(key [sha256.Size]byte, now time.Time) (course, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.kept[key]
	return found.course, ok && now.Before(found.until)
}

func (c *courses) keep(key [sha256.Size]byte, told course, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= mostCourses {
		c.kept = map[[sha256.Size]byte]keptCourse{} // rare, and cheaper than to know which was asked for last
	}
	c.kept[key] = keptCourse{told, now.Add(courseKept)}
}

func courseKey(outline orb.MultiPolygon, besides string) (key [sha256.Size]byte, err error) {
	bytes, err := wkb.Marshal(outline)
	return sha256.Sum256(append(bytes, besides...)), err
}
