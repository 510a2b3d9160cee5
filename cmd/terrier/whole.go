package main

import (
	"errors"
	"os"
)

// writeWhole makes a file, which appears only when it is whole.
func writeWhole(path string, write func(*os.File) error) error {
	part, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	if err := errors.Join(write(part), part.Close()); err != nil {
		_ = os.Remove(part.Name())
		return err
	}
	return os.Rename(part.Name(), path)
}
