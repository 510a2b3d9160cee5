// Command terrier is the neighbourhood-planning map server and its toolkit: one file a subcommand. It reads the configuration
// and is the only place where all rooms meet.
//
// Exit codes: 0 done, 1 failed, 2 misuse or something missing that you can mend, 3 done with refused rows.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"terrier/data/cluster"
	"terrier/data/demo"
	"terrier/data/migrate"
	"terrier/plans/access"
)

// Set when built (see Makefile).
var version, commit = "unreleased", "unknown"

type program struct {
	Database databaseFlags `embed:""`

	Serve   serveCommand   `cmd:"" help:"Serve the map, its pages and its data."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	Import  importCommand  `cmd:"" help:"Bring a file in."`
	Export  exportCommand  `cmd:"" help:"Write a register to a file."`
	Tiles   tilesCommand   `cmd:"" help:"Make map tiles."`
	User    userCommand    `cmd:"" help:"Say who may do what."`
	Backup  backupCommand  `cmd:"" help:"Write the whole database to one file."`
	Restore restoreCommand `cmd:"" help:"Bring a backup into an empty database."`
	Demo    demoCommand    `cmd:"" help:"Load the invented town into an empty database."`
	Release releaseCommand `cmd:"" help:"Plan, build and list public releases."`
	Audit   auditCommand   `cmd:"" help:"See what was done and asked, and prove that the record is whole."`
	Doctor  doctorCommand  `cmd:"" help:"Check the surroundings and say how to mend what is wrong."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// Exit codes.
const (
	exitFailed  = 1
	exitMisuse  = 2
	exitRefused = 3
)

// exitError ends the program with a code of its own. The message has been printed already where it is empty.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// streams are where a command writes: results to Out, everything else to Err.
type streams struct{ Out, Err io.Writer }

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	slog.SetDefault(slog.New(slog.NewTextHandler(errs, nil)))
	var p program
	parser, err := kong.New(&p, kong.Name("terrier"), kong.Vars{"homes": strconv.Itoa(demo.DefaultHomes), "roles": strings.Join(access.Roles.Slugs(), ",")}, kong.Writers(out, errs),
		kong.Description("A register of homes, community assets and neighbourhood plan areas, on one map."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(streams{out, errs}), kong.Exit(func(code int) { panic(exitCode(code)) }))
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitFailed
	}
	return parse(parser, &p, args, errs)
}

type exitCode int

func parse(parser *kong.Kong, p *program, args []string, errs io.Writer) (code int) {
	defer func() { // --help ends through Exit
		if r := recover(); r != nil {
			asked, ok := r.(exitCode)
			if !ok {
				panic(r)
			}
			code = int(asked)
		}
	}()
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errs, "terrier: %v\nRun `terrier --help` to see what there is.\n", err)
		return exitMisuse
	}
	return told(command.Run(&p.Database), errs)
}

// told prints why a command failed and gives its exit code.
func told(err error, errs io.Writer) int {
	if err == nil {
		return 0
	}
	var exit *exitError
	if errors.As(err, &exit) {
		if exit.message != "" {
			fmt.Fprintf(errs, "terrier: %s\n", exit.message)
		}
		return exit.code
	}
	fmt.Fprintf(errs, "terrier: %v\n", err)
	if mendable(err) {
		return exitMisuse
	}
	return exitFailed
}

// mendable says whether an error is about the surroundings and its text says what to do about it.
func mendable(err error) bool {
	var missing *cluster.MissingError
	var held *cluster.HeldError
	var half *cluster.HalfMadeError
	var major *cluster.VersionError
	var owner *cluster.OwnerError
	return errors.As(err, &missing) || errors.As(err, &held) || errors.As(err, &half) || errors.As(err, &major) || errors.As(err, &owner) ||
		errors.Is(err, migrate.ErrPrivilege)
}
