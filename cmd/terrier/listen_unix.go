package main

import (
	"errors"
	"syscall"
)

// inUse says whether an address could not be had because another process holds it.
func inUse(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
