package mail_test

import (
	"context"
	"errors"
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"terrier/data/mail"
	"terrier/plans"
)

// office is an SMTP server that keeps what it is given.
type office struct {
	user, password string // asked for where they are set
	refuses        string // what it says to every recipient
	letters        chan letter
}

type letter struct{ from, to, text string }

func (o *office) open(t *testing.T) (address string) {
	t.Helper()
	o.letters = make(chan letter, 10)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &counter{office: o, known: o.user == ""}, nil }))
	server.AllowInsecureAuth = true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().String()
}

type counter struct {
	*office
	known bool
	letter
}

func (c *counter) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *counter) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if c.known = user == c.user && password == c.password; !c.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (c *counter) Mail(from string, _ *smtp.MailOptions) error {
	if !c.known {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return nil
}

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.refuses != "" {
		return &smtp.SMTPError{Code: 550, Message: c.refuses + " <" + to + ">"}
	}
	c.to = to
	return nil
}

func (c *counter) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	c.text = string(text)
	c.letters <- c.letter
	return err
}

func (c *counter) Reset()        {}
func (c *counter) Logout() error { return nil }

func sender(t *testing.T, address string) *mail.Sender {
	t.Helper()
	s, err := mail.New(address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSend(t *testing.T) {
	o := office{user: "terrier", password: "s3cret:/@"}
	s := sender(t, "smtp://terrier:s3cret%3A%2F%40@"+o.open(t)+"?from=terrier@example.org")
	if err := s.Send(t.Context(), "clerk@example.org", "Ŵyth\r\nBcc: everyone@example.org", "Dear clerk,\nhttps://example.org/sign-in/abc\n"); err != nil {
		t.Fatal(err)
	}
	got := <-o.letters
	m, err := netmail.ReadMessage(strings.NewReader(got.text))
	if err != nil || got.from != "terrier@example.org" || got.to != "clerk@example.org" || m.Header.Get("Bcc") != "" {
		t.Fatalf("%v %+v", err, got)
	}
	if body, _ := io.ReadAll(m.Body); !strings.Contains(string(body), "https://example.org/sign-in/abc") {
		t.Errorf("%q", body)
	}
}

func TestSendFails(t *testing.T) {
	closed := (&office{refuses: "no such user"}).open(t)
	strict := (&office{user: "a", password: "b"}).open(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes the connection and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for name, address := range map[string]string{
		"the recipient is refused":   "smtp://" + closed + "?from=terrier@example.org",
		"the password is wrong":      "smtp://a:wrong@" + strict + "?from=terrier@example.org",
		"no password is given":       "smtp://" + strict + "?from=terrier@example.org",
		"nobody listens":             "smtp://127.0.0.1:1?from=terrier@example.org",
		"it says nothing":            "smtp://" + silent.Addr().String() + "?from=terrier@example.org",
		"TLS is asked and not there": "smtps://" + closed + "?from=terrier@example.org",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := sender(t, address).Send(ctx, "clerk@example.org", "s", "secret text")
			var known *plans.Error
			if !errors.As(err, &known) || known.Kind != plans.Unavailable || known.Code != "mail-not-sent" {
				t.Fatalf("%v", err)
			}
			if text := err.Error(); strings.Contains(text, "clerk") || strings.Contains(text, "secret") || strings.Contains(text, "wrong") {
				t.Errorf("the error tells too much: %s", text)
			}
		})
	}
	if err := sender(t, "smtp://"+closed+"?from=terrier@example.org").Send(t.Context(), "no address", "s", "t"); err == nil || strings.Contains(err.Error(), "no address") {
		t.Error(err)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, address := range []string{"", "mail.example.org", "http://mail.example.org?from=a@b.org", "smtp://?from=a@b.org", "smtp://mail.example.org", "smtp://terrier:pass@mail.example.org",
		"smtp://mail.example.org:port?from=a@b.org", "smtp://mail.example.org?from=nobody", "smtp://a:pass%zz@mail.example.org?from=a@b.org"} {
		_, err := mail.New(address)
		var known *plans.Error
		if !errors.As(err, &known) || known.Code != "bad-mail-address" || strings.Contains(err.Error(), "pass") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
