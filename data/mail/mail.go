// Package mail sends e-mail through one SMTP server.
package mail

import (
	"context"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"terrier/plans"
)

// Sender sends plain text from one address. Safe for several goroutines: each message has a connection of its own.
type Sender struct {
	host    string
	from    string
	options []gomail.Option
}

// sendWithin is how long the server may take for one message: RFC 5321 section 4.5.3.2 allows minutes, a person waits for less.
const sendWithin = 30 * time.Second

// The ports of submission: with STARTTLS (RFC 6409 section 3.1), and with TLS from the first byte (RFC 8314 section 3.3).
const submissionPort, submissionsPort = 587, 465

// New reads the address of a server: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS, or smtps:// for TLS from the first byte. Without from
// the user is the sender. TLS is required except towards this machine itself. It fails with bad-mail-address.
func New(address string) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" { // the error would show the password
		return nil, refuse("The address of the mail server is not of the form smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS.")
	}
	s := &Sender{host: u.Hostname(), from: u.Query().Get("from")}
	password, secret := u.User.Password()
	if s.from == "" {
		s.from = u.User.Username()
	}
	if _, err := mail.ParseAddress(s.from); err != nil {
		return nil, refuse("The address of the mail server does not say who sends.")
	}
	port := submissionPort
	if u.Scheme == "smtps" {
		port = submissionsPort
		s.options = append(s.options, gomail.WithSSL())
	}
	if given := u.Port(); given != "" {
		if port, err = strconv.Atoi(given); err != nil {
			return nil, refuse("The port of the mail server is not a number.")
		}
	}
	s.options = append(s.options, gomail.WithPort(port))
	tls, auth := gomail.TLSMandatory, gomail.SMTPAuthAutoDiscover
	if ip := net.ParseIP(s.host); s.host == "localhost" || ip != nil && ip.IsLoopback() {
		tls, auth = gomail.TLSOpportunistic, gomail.SMTPAuthPlainNoEnc
	}
	s.options = append(s.options, gomail.WithTLSPolicy(tls))
	if secret {
		s.options = append(s.options, gomail.WithSMTPAuth(auth), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return s, nil
}

func refuse(message string) error {
	return plans.Refuse("bad-mail-address", "TERRIER_SMTP_URL", message, "Write for example smtp://terrier:secret@mail.example.org:587?from=terrier@example.org.")
}

var unsent = &plans.Error{Kind: plans.Unavailable, Code: "mail-not-sent", Message: "The e-mail could not be sent.", Remedy: "Try again in a few minutes."}

// Send hands a message over to the server. The error of one that could not be is of the kind Unavailable (mail-not-sent); it holds
// neither the text nor whom it was for.
func (s *Sender) Send(ctx context.Context, to, subject, text string) error {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(s.from); err != nil {
		return fmt.Errorf("send mail: the sender is no address: %w", err)
	}
	if err := m.To(to); err != nil { // its error repeats the address
		return plans.Refuse("bad-email", "email", "This is not an e-mail address.", "Write it as in name@example.org.")
	}
	m.Subject(subject)
	m.SetBodyString(gomail.TypeTextPlain, text)
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	until, _ := ctx.Deadline()
	client, err := gomail.NewClient(s.host, append(slices.Clip(s.options), gomail.WithTimeout(max(time.Millisecond, time.Until(until))))...)
	if err != nil {
		return fmt.Errorf("send mail: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, m); err != nil {
		return fmt.Errorf("%w (%s)", unsent, strings.ReplaceAll(err.Error(), to, "…")) // servers like to repeat it
	}
	return nil
}
