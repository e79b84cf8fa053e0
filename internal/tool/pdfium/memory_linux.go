package pdfium

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// arena is the one stretch of addresses in which every instance in turn has its
// memory. It is mapped before the process gives up its rights, since the limit
// on memory set there counts what is mapped later, and outside the Go heap,
// since the collector would count all of it as used. Pages that were never
// written cost nothing.
type arena struct {
	whole []byte
	used  []byte // of the instance that lives
}

func newArena(size int) (*arena, error) {
	whole, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return nil, fmt.Errorf("mapping %d MiB for the PDF reader: %w", size>>20, err)
	}
	return &arena{whole: whole}, nil
}

// Allocate implements experimental.MemoryAllocator for one instance at a time.
func (a *arena) Allocate(_, _ uint64) experimental.LinearMemory { return a }

// Reallocate implements experimental.LinearMemory: the address never changes.
func (a *arena) Reallocate(size uint64) []byte {
	if size > uint64(len(a.whole)) {
		return nil
	}
	a.used = a.whole[:size:size]
	return a.used
}

// Free gives the pages back, so that the next instance finds zeros and nothing
// of the document before it.
func (a *arena) Free() {
	if err := unix.Madvise(a.whole, unix.MADV_DONTNEED); err != nil {
		clear(a.used)
	}
	a.used = nil
}

func (a *arena) bytes() []byte { return a.used }

func (a *arena) close() error { return unix.Munmap(a.whole) }
