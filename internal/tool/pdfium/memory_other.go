//go:build !linux

package pdfium

import "github.com/tetratelabs/wazero/experimental"

// arena is the memory of the instance that lives, on the Go heap.
type arena struct {
	max  int
	used []byte
}

func newArena(size int) (*arena, error) { return &arena{max: size}, nil }

// Allocate implements experimental.MemoryAllocator for one instance at a time.
func (a *arena) Allocate(_, _ uint64) experimental.LinearMemory { return a }

// Reallocate implements experimental.LinearMemory.
func (a *arena) Reallocate(size uint64) []byte {
	if size > uint64(a.max) {
		return nil
	}
	if size > uint64(cap(a.used)) {
		room := min(max(size, 2*uint64(cap(a.used))), uint64(a.max))
		grown := make([]byte, size, room)
		copy(grown, a.used)
		a.used = grown
	}
	a.used = a.used[:size]
	return a.used
}

// Free lets the memory go.
func (a *arena) Free() { a.used = nil }

func (a *arena) bytes() []byte { return a.used }

func (a *arena) close() error { return nil }
