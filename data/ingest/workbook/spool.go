package workbook

import (
	"fmt"
	"io"
	"os"
)

// blockSize is the unit in which a spool is kept and read.
const blockSize = 64 << 10

// spool holds bytes in the order in which they come: in memory, or in a temporary file once they are more than limit.
type spool struct {
	limit  int64
	size   int64
	moved  int64    // of them to the file: whole blocks
	blocks [][]byte // those behind
	file   *os.File
}

// Write puts bytes behind those that are there.
func (s *spool) Write(p []byte) (int, error) {
	written := len(p)
	for len(p) > 0 {
		free := len(s.blocks)*blockSize - int(s.size-s.moved)
		if free == 0 {
			if err := s.spill(); err != nil {
				return 0, err
			}
			s.blocks = append(s.blocks, make([]byte, 0, blockSize))
			free = blockSize
		}
		n := min(free, len(p))
		last := &s.blocks[len(s.blocks)-1]
		*last = append(*last, p[:n]...)
		s.size += int64(n)
		p = p[n:]
	}
	return written, nil
}

// spill moves full blocks to a file, once there are more than may stay.
func (s *spool) spill() (err error) {
	if s.size < s.limit {
		return nil
	}
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "terrier-workbook-"); err != nil {
			return fmt.Errorf("keep the texts of the workbook: %w", err)
		}
		_ = os.Remove(s.file.Name()) // where open files can be taken out, nothing is left behind even after a crash
	}
	for _, b := range s.blocks {
		if _, err := s.file.Write(b); err != nil {
			return fmt.Errorf("keep the texts of the workbook: %w", err)
		}
		s.moved += int64(len(b))
	}
	s.blocks = s.blocks[:0]
	return nil
}

func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	_ = os.Remove(s.file.Name())
	return err
}

// window reads from a spool that is no longer written, and keeps those blocks of its file that were read last: texts come mostly in
// the order in which they are kept, with some from the beginning over and over. It is for one goroutine.
type window struct {
	of     *spool
	kept   [keptBlocks]keptBlock
	clock  int
	joined []byte
}

const keptBlocks = 16

type keptBlock struct {
	number int64 // from 1
	used   int   // on the clock
	block  []byte
}

// at returns n bytes from a place, good until the next call.
func (w *window) at(from int64, n int) ([]byte, error) {
	block, err := w.block(from / blockSize)
	if err != nil {
		return nil, err
	}
	if block = block[from%blockSize:]; len(block) >= n {
		return block[:n], nil
	}
	w.joined = append(w.joined[:0], block...)
	for len(w.joined) < n {
		if block, err = w.block((from + int64(len(w.joined))) / blockSize); err != nil {
			return nil, err
		}
		w.joined = append(w.joined, block[:min(len(block), n-len(w.joined))]...)
	}
	return w.joined, nil
}

func (w *window) block(i int64) ([]byte, error) {
	first := w.of.moved / blockSize
	if i >= first {
		return w.of.blocks[i-first], nil
	}
	w.clock++
	oldest := &w.kept[0]
	for n := range w.kept {
		kept := &w.kept[n]
		if kept.number == i+1 {
			kept.used = w.clock
			return kept.block, nil
		}
		if kept.used < oldest.used {
			oldest = kept
		}
	}
	if oldest.block == nil {
		oldest.block = make([]byte, blockSize)
	}
	oldest.number = 0
	if _, err := w.of.file.ReadAt(oldest.block, i*blockSize); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the texts of the workbook: %w", err)
	}
	oldest.number, oldest.used = i+1, w.clock
	return oldest.block, nil
}
