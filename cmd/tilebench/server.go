package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"text/template"
	"time"
)

// server is a program that answers over HTTP, started and stopped as tests need it.
type server struct {
	name    string
	command func(listen string) (args, env []string)
	ready   string // a path that answers 200 when all is loaded
	log     string

	cmd  *exec.Cmd
	base string
}

// start runs the program at an address of its own and waits until it is ready. It returns how long that took.
func (s *server) start(ctx context.Context) (took time.Duration, err error) {
	listen, err := freeAddress()
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(s.log), 0o755); err != nil {
		return 0, err
	}
	logFile, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer logFile.Close()
	args, env := s.command(listen)
	s.base = "http://" + listen
	s.cmd = exec.Command(args[0], args[1:]...)
	s.cmd.Env = append(os.Environ(), env...)
	s.cmd.Stdout, s.cmd.Stderr = logFile, logFile
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C reaches us, and we stop it
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return 0, err
	}
	for ctx.Err() == nil && time.Since(begun) < 10*time.Minute {
		if answer, err := http.Get(s.base + s.ready); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(begun), nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return 0, errors.Join(fmt.Errorf("%s was not ready in time (see %s)", s.name, s.log), ctx.Err(), s.stop())
}

func (s *server) pid() int { return s.cmd.Process.Pid }

// stop asks the program to end and kills it where it does not.
func (s *server) stop() error {
	if s.cmd == nil {
		return nil
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // the only error is that it has ended
	kill := time.AfterFunc(15*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer kill.Stop()
	err := s.cmd.Wait()
	s.cmd = nil
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil // how a peer ends is its own affair
	}
	return err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (b *bench) server(name, ready string, command func(listen string) (args, env []string)) *server {
	return &server{name: name, ready: ready, command: command, log: filepath.Join(b.Dir, "log", strings.ReplaceAll(name, " ", "-")+".log")}
}

func (b *bench) terrier(db *database, more ...string) *server {
	return b.server("terrier", "/readyz", func(listen string) ([]string, []string) {
		return append([]string{b.Terrier, "serve"}, more...), []string{"DATABASE_URL=" + db.url, "TERRIER_LISTEN=" + listen, "TERRIER_PUBLIC_URL=http://" + listen}
	})
}

const plainHandler = "plain handler"

// twin is `tilebench twin`: counting by SQL, and bodies of a constant size.
func (b *bench) twin(db *database) *server {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	return b.server(plainHandler, "/constant/1", func(listen string) ([]string, []string) {
		return []string{self, "twin", "--listen", listen, "--database-url", db.url}, nil
	})
}

// martinServer serves the peers' tables, with so many megabytes of cache (0: none), or an archive.
func (b *bench) martinServer(name string, db *database, cacheMB int, archive string) *server {
	return b.server(name, "/health", func(listen string) ([]string, []string) {
		var config bytes.Buffer
		if err := martinConfig.Execute(&config, map[string]any{"Listen": listen, "Cache": cacheMB, "URL": db.url, "Archive": archive}); err != nil {
			panic(err) // a template of this file into a buffer
		}
		path := b.at(strings.ReplaceAll(name, " ", "-") + ".yaml")
		if err := os.WriteFile(path, config.Bytes(), 0o644); err != nil {
			return []string{"false"}, nil
		}
		return []string{martin.program(b.Dir), "--config", path}, []string{"RUST_LOG=warn"}
	})
}

// A buffer of 0 for points is what terrier has; the attributes are its too. Areas keep Martin's own buffer of 64.
var martinConfig = template.Must(template.New("").Parse(`listen_addresses: '{{.Listen}}'
cache_size_mb: {{.Cache}}
{{if .Archive}}pmtiles:
  sources:
    homes: '{{.Archive}}'
{{else}}postgres:
  connection_string: '{{.URL}}'
  pool_size: 20
  auto_publish: false
  tables:
    stock: {schema: peers, table: stock, srid: 3857, geometry_column: geom, geometry_type: POINT, extent: 4096, buffer: 0, clip_geom: false,
      properties: {tenure: text, home-type: text, bedrooms: int4, epc: text, owner: text, owner-name: text}}
    place: {schema: peers, table: place, srid: 3857, geometry_column: geom, geometry_type: POINT, extent: 4096, buffer: 0, clip_geom: false,
      properties: {count: int4, tenure: text, social-rent: int4, affordable-rent: int4, low-cost-home-ownership: int4, intermediate-rent: int4,
        leasehold-and-market: int4, owner: text, owner-name: text, home-type: text, bedrooms: int4, epc: text}}
    area: {schema: peers, table: area, srid: 3857, geometry_column: geom, geometry_type: MULTIPOLYGON, properties: {ref: text, name: text, stage: text}}
    asset: {schema: peers, table: asset, srid: 3857, geometry_column: geom, geometry_type: GEOMETRY, properties: {ref: text, name: text, kind: text}}
{{end}}`))
