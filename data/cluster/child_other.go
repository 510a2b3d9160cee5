//go:build !linux

package cluster

import "syscall"

// endWithParent does nothing where the system has no such signal: after a killed terrier the server runs on, and the next
// start says which process to stop.
func endWithParent(*syscall.SysProcAttr) {}
