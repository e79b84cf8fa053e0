package pdfium

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf16"

	gopdfium "github.com/klippa-app/go-pdfium"
	"github.com/tetratelabs/wazero/api"
)

// machine is what is used of go-pdfium's implementation: the functions of the
// C interface by name (fpdfview.h and its neighbours), called directly, since a
// page has thousands of characters and its wrappers cost more than the calls.
type machine interface {
	Fn(name string) api.Function
	CreateFileAccessReader(size int64, r io.ReadSeeker) (access *uint64, ref *uint32, err error)
}

// instance is one life of the engine: its memory and what came of it.
type instance struct {
	handle    gopdfium.Pdfium
	raw       machine
	arena     *arena
	functions map[string]api.Function
	stack     [12]uint64
	scratch   uint32 // address of scratchSize bytes for results
	used      bool
	// err is what broke it. From then on calls do nothing and give 0: the
	// caller looks at err once at the end of a part.
	err error
}

// scratchSize is room for the results of one call.
const scratchSize = 4096

// errBroken: the engine failed in the midst of the document.
var errBroken = errors.New("the PDF reader broke off")

// call calls a function of the C interface.
func (in *instance) call(name string, args ...uint64) uint64 {
	if in.err != nil {
		return 0
	}
	fn := in.functions[name]
	if fn == nil {
		if fn = in.raw.Fn(name); fn == nil {
			in.err = fmt.Errorf("%w: it has no function %s", errBroken, name)
			return 0
		}
		in.functions[name] = fn
	}
	copy(in.stack[:], args)
	if err := fn.CallWithStack(context.Background(), in.stack[:]); err != nil {
		in.err = fmt.Errorf("%w: %s", errBroken, plainTrap(err))
		return 0
	}
	return in.stack[0]
}

// integer calls a function that returns an int.
func (in *instance) integer(name string, args ...uint64) int {
	return int(int32(uint32(in.call(name, args...))))
}

// single calls a function that returns a float.
func (in *instance) single(name string, args ...uint64) float64 {
	return float64(math.Float32frombits(uint32(in.call(name, args...))))
}

// alloc gives the address of size zeroed bytes, 0 where there is no room.
func (in *instance) alloc(size int) uint32 {
	address := uint32(in.call("malloc", uint64(size)))
	if address == 0 {
		if in.err == nil {
			in.err = fmt.Errorf("%w: the document wants more than %d MiB of memory", errBroken, wasmPages>>4)
		}
		return 0
	}
	clear(in.at(address, size))
	return address
}

func (in *instance) free(address uint32) {
	if address != 0 {
		in.call("free", uint64(address))
	}
}

// at gives size bytes of memory, none where they lie outside. It is a view
// that the next call may change or move.
func (in *instance) at(address uint32, size int) []byte {
	whole := in.arena.bytes()
	if size < 0 || uint64(address)+uint64(size) > uint64(len(whole)) {
		return nil
	}
	return whole[address : int(address)+size]
}

// word reads the i-th 32 bits of the scratch memory.
func (in *instance) word(i int) uint32 {
	b := in.at(in.scratch, scratchSize)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b[4*i:])
}

// float reads the i-th float of the scratch memory.
func (in *instance) float(i int) float64 { return float64(math.Float32frombits(in.word(i))) }

// double reads the i-th double of the scratch memory.
func (in *instance) double(i int) float64 {
	return math.Float64frombits(uint64(in.word(2*i)) | uint64(in.word(2*i+1))<<32)
}

// put writes a zero-terminated string; free it.
func (in *instance) put(s string) uint32 {
	address := in.alloc(len(s) + 1)
	if address != 0 {
		copy(in.at(address, len(s)), s)
	}
	return address
}

// maxString is the longest string of a document that is taken, in bytes of
// UTF-16: longer ones are cut.
const maxString = 1 << 20

// wide calls a function whose last two parameters are a buffer for UTF-16 and
// its size in bytes, and which returns the size it needs.
func (in *instance) wide(name string, args ...uint64) string {
	need := in.integer(name, append(args, 0, 0)...)
	if need <= 2 || in.err != nil {
		return ""
	}
	need = min(need, maxString)
	address := in.alloc(need)
	in.call(name, append(args, uint64(address), uint64(need))...)
	text := decodeWide(in.at(address, need))
	in.free(address)
	return text
}

// decodeWide reads UTF-16 up to a zero. Halves of pairs become U+FFFD.
func decodeWide(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		unit := binary.LittleEndian.Uint16(b)
		if unit == 0 {
			break
		}
		units = append(units, unit)
	}
	return string(utf16.Decode(units))
}
