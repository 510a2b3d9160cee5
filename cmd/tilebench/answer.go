package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
)

// head is what the lines before a body say.
type head struct {
	status  int
	length  int // of the body, where it is not chunked; negative for one that ends with the connection
	chunked bool
	last    bool // the server closes the connection after it
}

var errNotHTTP = errors.New("this is no answer in HTTP/1.1")

func readHead(in *bufio.Reader) (h head, err error) {
	line, err := readLine(in)
	if err != nil {
		return h, err
	}
	version, rest, _ := bytes.Cut(line, []byte(" "))
	h.status, err = number(rest[:min(3, len(rest))], 10)
	if err != nil || h.status < 200 || !bytes.HasPrefix(version, []byte("HTTP/1.")) {
		return h, errNotHTTP // nothing that is sent asks for interim answers
	}
	h.length, h.last = -1, bytes.HasSuffix(version, []byte(".0"))
	for {
		if line, err = readLine(in); err != nil {
			return h, err
		}
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if h.length, err = number(value, 10); err != nil {
				return h, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			h.chunked = bytes.EqualFold(value, []byte("chunked"))
		case bytes.EqualFold(name, []byte("Connection")):
			h.last = h.last || bytes.EqualFold(value, []byte("close"))
		}
	}
	switch {
	case h.status == 204 || h.status == 304:
		h.length, h.chunked = 0, false // whatever it would have been
	case h.length < 0 && !h.chunked:
		h.last = true
	}
	return h, nil
}

// readBody appends the body to what is there. It fails where the body does not come whole.
func (h head) readBody(in *bufio.Reader, body []byte) ([]byte, error) {
	switch {
	case h.chunked:
		return readChunks(in, body)
	case h.length < 0:
		rest, err := io.ReadAll(in)
		return append(body, rest...), err
	}
	return readMore(in, body, h.length)
}

func readChunks(in *bufio.Reader, body []byte) ([]byte, error) {
	for {
		line, err := readLine(in)
		if err != nil {
			return body, err
		}
		size, _, _ := bytes.Cut(line, []byte(";"))
		n, err := number(bytes.TrimSpace(size), 16)
		if err != nil {
			return body, err
		}
		if n == 0 {
			break
		}
		if body, err = readMore(in, body, n); err != nil {
			return body, err
		}
		if line, err = readLine(in); err != nil {
			return body, err
		} else if len(line) > 0 {
			return body, errNotHTTP
		}
	}
	for { // what may be said after a body, up to an empty line
		if line, err := readLine(in); err != nil || len(line) == 0 {
			return body, err
		}
	}
}

// readMore appends n bytes.
func readMore(in *bufio.Reader, body []byte, n int) ([]byte, error) {
	had := len(body)
	body = slices.Grow(body, n)[:had+n]
	n, err := io.ReadFull(in, body[had:])
	return body[:had+n], err
}

// readLine is good until the next reading, and has no end of line.
func readLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	return bytes.TrimRight(line, "\r\n"), err
}

// number has no sign, and is small enough for the length of a slice.
func number(digits []byte, base int) (int, error) {
	n, err := strconv.ParseUint(string(digits), base, 31)
	return int(n), err
}
