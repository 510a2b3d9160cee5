package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// measureCached asks for one tile over and over: whole, and by its ETag, beside net/http with a constant body of its size.
func (b *bench) measureCached(ctx context.Context, r *results, db *database, s servers, passes int) error {
	const test1, test2, times = "one cached tile", "one cached tile, 304", 5000
	if r.measured(test1) {
		return nil
	}
	if s.terrier.cmd == nil {
		if _, err := s.terrier.start(ctx); err != nil {
			return err
		}
	}
	q, size, tag, err := b.usualTile(ctx, s.terrier)
	if err != nil {
		return err
	}
	many := func(q request) []request {
		all := make([]request, times)
		for i := range all {
			all[i] = q
		}
		return all
	}
	constant := again(s.twin, many(request{path: fmt.Sprintf("/constant/%d", size)}))
	unchanged := request{path: q.path, header: http.Header{"If-None-Match": {tag}}}
	for _, t := range []test{
		{test1, []int{8}, passes, []side{again(s.terrier, many(q)), constant}},
		{test2, []int{8}, passes, []side{again(s.terrier, many(unchanged)), constant}},
	} {
		if err := measure(ctx, r, db, t); err != nil {
			return err
		}
	}
	return nil
}

// usualTile is a tile of the list that is neither empty nor among the largest, as sent.
func (b *bench) usualTile(ctx context.Context, s *server) (q request, size int, tag string, err error) {
	list, err := readTiles(b.at("data", stockFile))
	if err != nil {
		return q, 0, "", err
	}
	const enough = 5000 // bytes
	for _, one := range paths("/tiles/homes/%s.mvt", zooms(list, 13, 16, 300)) {
		answer, err := one.ask(ctx, s.base)
		if err != nil {
			return q, 0, "", err
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			return q, 0, "", err
		}
		if len(body) > size {
			q, size, tag = one, len(body), answer.Header.Get("ETag")
		}
		if size >= enough {
			break
		}
	}
	return q, size, tag, nil
}
