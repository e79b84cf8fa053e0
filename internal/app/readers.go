package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/format/content"
	"sanad/internal/tool/reading"
	"sanad/internal/tool/sandbox"
)

// workerMemory is how many bytes one reader of documents may hold.
const workerMemory = 400 << 20

// readers are the pools in which documents are read.
type readers struct {
	plain, pdf *sandbox.Pool
}

// openReaders makes the pools; no child is started before it has work.
func openReaders() (*readers, error) {
	command, err := sandbox.Self(sandboxCommand)
	if err != nil {
		return nil, err
	}
	cache, err := engineCache()
	if err != nil {
		return nil, err
	}
	withPDF, err := sandbox.Self(sandboxCommand, "--pdf", cache)
	if err != nil {
		return nil, err
	}
	return &readers{
		plain: sandbox.New(sandbox.Config{Command: command, Memory: workerMemory}),
		pdf:   sandbox.New(sandbox.Config{Command: withPDF, Memory: workerMemory}),
	}, nil
}

func (r *readers) close() {
	r.plain.Close()
	r.pdf.Close()
}

// reader reads items within an archive's limits; large documents are held in
// its folder meanwhile.
func (r *readers) reader(dir string, limits content.Limits) *reading.Sandboxed {
	return &reading.Sandboxed{Pool: r.plain, PDF: r.pdf, Limits: limits, Spool: filepath.Join(dir, tmpFolder), Tools: sync.OnceValue(findTools)}
}

// engineCache gives the folder of the compiled PDF engine. What lies there is
// run, so it must belong to this user alone; where there is no such place
// (a service without a home) a new one is made, and the engine compiled anew.
func engineCache() (string, error) {
	base, err := os.UserCacheDir()
	if err == nil {
		dir := filepath.Join(base, "sanad", "pdf")
		if err = os.MkdirAll(dir, 0o700); err == nil {
			return dir, os.Chmod(dir, 0o700)
		}
	}
	dir, failed := os.MkdirTemp("", "sanad-pdf-")
	return dir, errors.Join(failed, onlyIf(failed != nil, err))
}

func onlyIf(yes bool, err error) error {
	if yes {
		return err
	}
	return nil
}

// picture draws a page of an item for a person to look at.
func (p *parts) picture(ctx context.Context, item custody.Item, page int) (png []byte, err error) {
	r, err := p.archive.Originals.Open(ctx, item.Sum)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return p.reader.Picture(ctx, item, r, page)
}
