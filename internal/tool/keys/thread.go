package keys

import (
	"context"
	"fmt"

	"golang.org/x/crypto/argon2"

	"sanad/internal/core/intake/code"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// argon2id with 19 MiB and two passes in one lane, the least that OWASP names.
// A whole code of 90 bits could do without; one that somebody overheard or
// found in part leaves less to guess, and whoever took the ledger away may try
// at leisure.
const (
	threadTime   = 2
	threadMemory = 19 << 10 // KiB
)

// How many codes are derived at a time, each holding its memory, and how many
// wait that were entered. As many places again are for what is handed in: a
// flood of codes that are tried must not keep anybody from handing something in.
const (
	threadSlots = 2
	threadQueue = 256
)

// Codes derives what a thread's code opens. The same code opens something else
// in every archive, so that what is computed against one serves for no other.
// It is safe for many callers at once.
type Codes struct {
	salt             []byte
	entering, giving chan struct{}
	queue            chan struct{}
}

// NewCodes derives codes of the archive whose log is named origin.
func NewCodes(origin string) *Codes {
	return &Codes{
		salt:     canon.Append(nil, "sanad/thread/salt/v1", []byte(origin)),
		entering: make(chan struct{}, threadSlots),
		giving:   make(chan struct{}, threadSlots),
		queue:    make(chan struct{}, threadQueue),
	}
}

// New derives the thread of a code that was drawn for it.
func (c *Codes) New(ctx context.Context, drawn []int) (code.Thread, error) {
	return c.derive(ctx, c.giving, drawn)
}

// Enter derives the thread of a code that was typed. What was not understood is
// taken the same way (give nil): it costs the same time and names no thread.
func (c *Codes) Enter(ctx context.Context, typed []int) (code.Thread, error) {
	select {
	case c.queue <- struct{}{}:
		defer func() { <-c.queue }()
	default:
		return code.Thread{}, fail.New(fail.Conflict, "too many codes are entered at this moment").Do("try again in a minute")
	}
	return c.derive(ctx, c.entering, typed)
}

// derive waits for a turn only as long as somebody waits for the answer.
func (c *Codes) derive(ctx context.Context, slots chan struct{}, numbers []int) (code.Thread, error) {
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return code.Thread{}, fmt.Errorf("waiting to derive a code: %w", context.Cause(ctx))
	}
	return code.ThreadOf([32]byte(argon2.IDKey(code.Secret(numbers), c.salt, threadTime, threadMemory, 1, 32))), nil
}
