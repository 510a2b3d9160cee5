// Command findpostgres prints the PostgreSQL that a private cluster would run, or says what to install and ends with 2.
// It asks data/cluster, so that make and terrier never differ about what is good enough.
package main

import (
	"fmt"
	"os"

	"terrier/data/cluster"
)

func main() {
	in, err := cluster.Find()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Println(in)
}
