package main

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"strings"
)

// request is one question to a server: a path, and a body for POST.
type request struct {
	path, body string
	header     http.Header // more than Accept-Encoding
}

// plainClient leaves bodies compressed. It is for answers that are looked into; those that are timed go over a wire.
var plainClient = &http.Client{Timeout: patience, Transport: &http.Transport{DisableCompression: true}}

func (q request) ask(ctx context.Context, base string) (*http.Response, error) {
	r, err := q.to(base)
	if err != nil {
		return nil, err
	}
	return plainClient.Do(r.WithContext(ctx))
}

// bytes are the request as plainClient sends it, for a wire.
func (q request) bytes(base string) ([]byte, error) {
	r, err := q.to(base)
	if err != nil {
		return nil, err
	}
	var sent bytes.Buffer
	err = r.Write(&sent)
	return sent.Bytes(), err
}

func (q request) to(base string) (*http.Request, error) {
	method, content := http.MethodGet, io.Reader(nil)
	if q.body != "" {
		method, content = http.MethodPost, strings.NewReader(q.body)
	}
	r, err := http.NewRequest(method, base+q.path, content)
	if err != nil {
		return nil, err
	}
	maps.Copy(r.Header, q.header)
	r.Header.Set("Accept-Encoding", "gzip")
	if q.body != "" {
		r.Header.Set("Content-Type", "application/geo+json")
	}
	return r, nil
}
