package verify

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// The most that is read of a part, in bytes, and of a kind of part, in number.
const (
	maxSmall    = 1 << 20   // keys, checkpoints, proofs, the sealed release, dossier.json
	maxWithheld = 64 << 20  // withheld.json
	maxEvent    = 4 << 20   // a line of events.jsonl
	maxPart     = 128 << 20 // a page or row of a rendition
	maxFiles    = 1 << 20   // files and folders
	maxDepth    = 32        // folders in folders
	maxEvents   = 1 << 21   // lines of events.jsonl
)

// readFile reads a whole file of at most limit bytes.
func readFile(fsys fs.FS, path string, limit int64) ([]byte, error) {
	f, err := openPlain(fsys, path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("can't be read: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("is longer than %d bytes", limit)
	}
	return data, nil
}

// openPlain opens a file that holds bytes. What it is, is asked before it is
// opened: opening a pipe would wait for ever.
func openPlain(fsys fs.FS, path string) (fs.File, error) {
	info, err := fs.Stat(fsys, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errMissing
	}
	if err != nil {
		return nil, fmt.Errorf("can't be looked at: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a plain file")
	}
	f, err := fsys.Open(path)
	if err != nil {
		return nil, fmt.Errorf("can't be opened: %w", err)
	}
	return f, nil
}

var errMissing = errors.New("is missing")

// hasher computes SHA-256 sums with one buffer, however long the files are.
type hasher struct {
	ctx context.Context
	buf []byte
}

func (h *hasher) file(fsys fs.FS, path string) (sum [sha256.Size]byte, size int64, err error) {
	f, err := openPlain(fsys, path)
	if err != nil {
		return sum, 0, err
	}
	defer f.Close()
	hash := sha256.New()
	for {
		if err := h.ctx.Err(); err != nil {
			return sum, size, err
		}
		n, err := f.Read(h.buf)
		hash.Write(h.buf[:n])
		size += int64(n)
		if err == io.EOF {
			return [sha256.Size]byte(hash.Sum(nil)), size, nil
		}
		if err != nil {
			return sum, size, fmt.Errorf("can't be read: %w", err)
		}
	}
}

// eachLine calls yield for every line of a file, its end included, numbered
// from 1. A line longer than limit bytes is an error.
func eachLine(ctx context.Context, fsys fs.FS, path string, limit int, yield func(number int, line []byte) error) error {
	f, err := openPlain(fsys, path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 64<<10)
	var line []byte
	for number := 1; ; number++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err = nextLine(in, line[:0], limit)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("line %d %w", number, err)
		}
		if err := yield(number, line); err != nil {
			return err
		}
	}
}

// nextLine reads a line into line; io.EOF only when nothing is left.
func nextLine(in *bufio.Reader, line []byte, limit int) ([]byte, error) {
	for {
		piece, err := in.ReadSlice('\n')
		line = append(line, piece...)
		switch {
		case len(line) > limit:
			return line, fmt.Errorf("is longer than %d bytes", limit)
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(line) > 0:
			return line, nil
		case err != nil && err != io.EOF:
			return line, fmt.Errorf("can't be read: %w", err)
		}
		return line, err
	}
}
