package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"

	gopdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// wasmPages is how much memory a document may take inside the walls of
// WebAssembly, in pages of 64 KiB: 256 MiB.
const wasmPages = 4096

// Engine reads PDF files, one at a time. It is not safe for use by several
// goroutines.
type Engine struct {
	pool  gopdfium.Pool
	arena *arena
	live  *instance // fresh and unused, or nil
}

// Warm makes the engine ready. It needs rights that reading does not (it
// allocates, and with a cache it opens files), so call it before the process
// gives them up.
//
// cacheDir is a folder that holds the compiled engine, about 20 MB; without it
// ("") every start compiles anew, which takes some seconds and 320 MB at its
// peak. Whoever can write there decides what code runs, so it MUST belong to
// the program alone.
func Warm(cacheDir string) (*Engine, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(wasmPages)
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
		if err != nil {
			return nil, fmt.Errorf("opening the folder of the compiled PDF reader %s: %w", cacheDir, err)
		}
		config = config.WithCompilationCache(cache)
	}
	arena, err := newArena(wasmPages << 16)
	if err != nil {
		return nil, err
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:       experimental.WithMemoryAllocator(context.Background(), arena),
		MaxIdle:       1,
		MaxTotal:      1,
		FSConfig:      wazero.NewFSConfig(), // none; the default is the whole disk
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
		RandomSource:  zeros{},
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting the PDF reader: %w", err), arena.close())
	}
	e := &Engine{pool: pool, arena: arena}
	if e.live, err = e.instantiate(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Close gives the memory back.
func (e *Engine) Close() error {
	return errors.Join(e.drop(), e.pool.Close(), e.arena.close())
}

// zeros is the chance that documents get: none, so that a file reads the same
// every time.
type zeros struct{}

// Read implements io.Reader.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// take gives an instance that has seen no document yet. Each document has its
// own: what a hostile one does to the memory ends with it.
func (e *Engine) take() (*instance, error) {
	if e.live != nil && !e.live.used {
		e.live.used = true
		return e.live, nil
	}
	if err := e.drop(); err != nil {
		return nil, err
	}
	in, err := e.instantiate()
	if err != nil {
		return nil, err
	}
	e.live, in.used = in, true
	return in, nil
}

// drop ends the instance that lives, if any.
func (e *Engine) drop() error {
	if e.live == nil {
		return nil
	}
	handle := e.live.handle
	e.live = nil
	// Kill and not Close: Close would call into an instance that may be broken.
	return handle.Kill()
}

func (e *Engine) instantiate() (*instance, error) {
	handle, err := e.pool.GetInstanceWithContext(context.Background())
	if err != nil {
		return nil, fmt.Errorf("starting the PDF reader: %w", err)
	}
	raw, ok := handle.GetImplementation().(machine)
	if !ok {
		return nil, errors.Join(errors.New("starting the PDF reader: its functions can't be reached"), handle.Kill())
	}
	in := &instance{handle: handle, raw: raw, arena: e.arena, functions: map[string]api.Function{}}
	in.scratch = in.alloc(scratchSize)
	return in, in.err
}
