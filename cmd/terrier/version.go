package main

import (
	"fmt"
	"runtime"
)

type versionCommand struct{}

func (c *versionCommand) Run(out streams) error {
	fmt.Fprintf(out.Out, "terrier %s (%s), %s %s/%s\n", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
