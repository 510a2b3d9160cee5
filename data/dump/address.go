package dump

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// address is a database address as PostgreSQL's own programs take it. The password is not in it: what stands on a command line can
// be read by every user of the machine.
type address struct {
	info     string
	password string
}

// libpq's own words for an address (its manual, "Parameter Key Words"), without the password.
var known = []string{"host", "hostaddr", "port", "dbname", "user", "passfile", "require_auth", "channel_binding", "connect_timeout",
	"client_encoding", "options", "application_name", "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval",
	"keepalives_count", "tcp_user_timeout", "replication", "gssencmode", "sslmode", "sslnegotiation", "sslcompression", "sslcert", "sslkey",
	"sslpassword", "sslcertmode", "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "requirepeer", "ssl_min_protocol_version",
	"ssl_max_protocol_version", "krbsrvname", "gsslib", "gssdelegation", "service", "target_session_attrs", "load_balance_hosts"}

// Words that mean something to terrier's own driver (pgx) alone.
var drivers = []string{"default_query_exec_mode", "statement_cache_capacity", "description_cache_capacity", "min_protocol_version", "max_protocol_version"}

// addressOf turns an address that pgx takes, a URL or keywords with values, into one for libpq. What neither knows as its own is a
// setting of the session for pgx, and is handed on as that.
func addressOf(text string) (address, error) {
	cfg, err := pgx.ParseConfig(text)
	if err != nil {
		return address{}, fmt.Errorf("read the database address: %w", err)
	}
	words, err := wordsOf(text)
	if err != nil {
		return address{}, err
	}
	var info, options []string
	for _, w := range words {
		switch {
		case w.key == "password" || strings.HasPrefix(w.key, "pool_") || slices.Contains(drivers, w.key):
		case w.key == "options":
			options = append(options, w.value)
		case slices.Contains(known, w.key):
			info = append(info, w.key+"="+quote(w.value))
		default:
			escaped := strings.NewReplacer(`\`, `\\`, ` `, `\ `).Replace(w.value)
			options = append(options, "-c "+w.key+"="+escaped)
		}
	}
	if len(options) > 0 {
		info = append(info, "options="+quote(strings.Join(options, " ")))
	}
	return address{info: strings.Join(info, " "), password: cfg.Password}, nil
}

// environment is that of this process, with the password, and with messages in English, for some are looked into.
func (a address) environment(work string) []string {
	env := append(os.Environ(), "LC_ALL=C", "PGAPPNAME=terrier "+work)
	if a.password != "" {
		env = append(env, "PGPASSWORD="+a.password)
	}
	return env
}

type word struct{ key, value string }

func wordsOf(text string) ([]word, error) {
	if !strings.HasPrefix(text, "postgres://") && !strings.HasPrefix(text, "postgresql://") {
		return keywords(text)
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the database address: it is not a URL") // the error would show the password
	}
	var words []word
	add := func(key, value string) {
		if value != "" {
			words = append(words, word{key, value})
		}
	}
	add("user", u.User.Username())
	var hosts, ports []string
	for _, h := range strings.Split(u.Host, ",") {
		one := url.URL{Host: h}
		hosts, ports = append(hosts, one.Hostname()), append(ports, one.Port())
	}
	add("host", strings.Trim(strings.Join(hosts, ","), ","))
	if strings.Join(ports, "") != "" {
		add("port", strings.Join(ports, ","))
	}
	add("dbname", strings.TrimPrefix(u.Path, "/"))
	query := u.Query()
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for k := range query {
			if !yield(k) {
				return
			}
		}
	}) {
		add(key, query.Get(key))
	}
	return words, nil
}

// keywords reads `host=/run user='a b'`, with quotes and backslashes as libpq has them.
func keywords(text string) (words []word, err error) {
	rest := strings.TrimSpace(text)
	for rest != "" {
		key, after, found := strings.Cut(rest, "=")
		if !found {
			return nil, fmt.Errorf("read the database address: no = after a word")
		}
		value, left := valueOf(strings.TrimLeft(after, " \t\r\n"))
		words = append(words, word{strings.TrimSpace(key), value})
		rest = strings.TrimSpace(left)
	}
	return words, nil
}

func valueOf(text string) (value, rest string) {
	var b strings.Builder
	quoted := strings.HasPrefix(text, "'")
	i := 0
	if quoted {
		i = 1
	}
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case quoted && c == '\'':
			return b.String(), text[i+1:]
		case !quoted && strings.ContainsRune(" \t\r\n", rune(c)):
			return b.String(), text[i:]
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

func quote(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}
