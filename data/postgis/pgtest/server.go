package pgtest

import (
	"context"
	"errors"
	"os"

	"github.com/jackc/pgx/v5"
)

// server names the PostgreSQL to test on: TERRIER_TEST_URL, a superuser's address.
func server(context.Context) (*pgx.ConnConfig, error) {
	url := os.Getenv("TERRIER_TEST_URL")
	if url == "" {
		return nil, errors.New("TERRIER_TEST_URL is not set: run `make test`, which starts a server for the tests")
	}
	return pgx.ParseConfig(url)
}
