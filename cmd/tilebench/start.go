package main

import (
	"context"
	"fmt"
	"io"
	"time"
)

// copyHomes reads the columns that a server keeps of a home.
const copyHomes = `COPY (SELECT id, owner_id, tenure, home_type, bedrooms, epc, needs_category, as_at_date, source_id, geom, geom_3857
	FROM published_home) TO STDOUT BINARY`

// measureStart times terrier from its start to the moment when it says that it is ready, beside a binary COPY of the same rows
// that are thrown away.
func (b *bench) measureStart(ctx context.Context, r *results, db *database, terrier *server, passes int) error {
	if len(r.Figures["start terrier, s"]) > 0 {
		return nil
	}
	fmt.Println("start to ready")
	for range passes {
		if err := terrier.stop(); err != nil {
			return err
		}
		took, err := terrier.start(ctx)
		if err != nil {
			return err
		}
		conn, err := db.Acquire(ctx)
		if err != nil {
			return err
		}
		begun := time.Now()
		_, err = conn.Conn().PgConn().CopyTo(ctx, io.Discard, copyHomes)
		conn.Release()
		if err != nil {
			return err
		}
		r.Figures["start terrier, s"] = append(r.Figures["start terrier, s"], took.Seconds())
		r.Figures["start copy, s"] = append(r.Figures["start copy, s"], time.Since(begun).Seconds())
		r.Figures["start terrier, MB"] = append(r.Figures["start terrier, MB"], residentMB(terrier.pid()))
	}
	return r.save()
}
