package dump

import (
	"context"
	"fmt"
	"time"
)

// Options say how a backup is written.
type Options struct {
	Replace bool           // a file of that name
	Seen    func(Progress) // called while it goes on; may be nil
}

// leftOut are the tables whose rows are not in a backup. Those of the feed speak of the transactions of one server, and a restore
// begins them anew. Sessions, ceremonies and links would work again after a restore, though they were ended since. Uploads are looked at for some weeks
// only, and hold what was never to be kept.
var leftOut = []string{"change", "feed", "session", "ceremony", "sign_in_link", "sign_in_link_role", "upload", "upload_part"}

// Write backs the database at url up into a file. The file appears only when it is whole and has been read back; until then an older
// one of that name stays. What the login, the file or this machine's programs do not allow is a *plans.Error.
func Write(ctx context.Context, url, file string, o Options) (Archive, error) {
	to, err := addressOf(url)
	if err != nil {
		return Archive{}, err
	}
	conn, server, err := reach(ctx, url)
	if err != nil {
		return Archive{}, err
	}
	err = readable(ctx, conn)
	_ = conn.Close(context.WithoutCancel(ctx))
	if err != nil {
		return Archive{}, err
	}
	clients, err := clientsFor(server)
	if err != nil {
		return Archive{}, err
	}
	p, err := startPart(file, o.Replace)
	if err != nil {
		return Archive{}, err
	}
	args := []string{"--format=custom", "--no-password", "--dbname=" + to.info}
	for _, table := range leftOut {
		args = append(args, "--exclude-table-data=public."+table)
	}
	dump := newProgram(ctx, clients[0], "pg_dump", to.environment("backup"), args...)
	dump.cmd.Stdout = p.File // straight to the file, so that pg_dump can go back and write where each table lies
	done := watch(p, o.Seen)
	err = dump.failure(dump.cmd.Run())
	done()
	var a Archive
	if err == nil {
		a, err = look(ctx, clients[:1], p.Name(), o.Seen)
	}
	if err == nil {
		a.File = file
		err = p.finish(o.Replace)
	}
	if err != nil {
		p.remove()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return Archive{}, fmt.Errorf("back up: %w", err)
	}
	return a, nil
}

const watchEvery = 250 * time.Millisecond

// watch tells how much has been written, until the returned function is called.
func watch(p *part, seen func(Progress)) (done func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(watchEvery):
				if info, err := p.Stat(); err == nil {
					tell(seen, Progress{Doing: "writing", Bytes: info.Size()})
				}
			}
		}
	}()
	return func() { close(stop); <-stopped }
}
