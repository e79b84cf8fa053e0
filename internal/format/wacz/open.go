package wacz

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"sanad/internal/format/content"
)

// maxDirectory is how long the directory of the ZIP may be, in bytes: it is
// read as a whole, and a package has a few dozen files.
const maxDirectory = 8 << 20

// open reads the directory of the ZIP.
func open(src content.Source) (*zip.Reader, error) {
	length, err := directory(src)
	if err != nil {
		return nil, err
	}
	if length > maxDirectory {
		return nil, fmt.Errorf("the directory of the package is longer than any real one: %w", &content.Limited{Limit: "members", Max: maxDirectory / 46})
	}
	z, err := zip.NewReader(src, src.Size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("the ZIP directory of the package is broken: %w", err)
	}
	return z, nil
}

// directory says how many bytes stand at most from the beginning of the ZIP's
// directory to its end record (APPNOTE 4.3.16, and 4.3.14 for ZIP64).
func directory(src content.Source) (int64, error) {
	tail := make([]byte, min(src.Size, 22+1<<16))
	if n, err := src.ReadAt(tail, src.Size-int64(len(tail))); err != nil && !(errors.Is(err, io.EOF) && n == len(tail)) {
		return 0, fmt.Errorf("read the end of the package: %w", err)
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return 0, errors.New("the ZIP directory of the package is cut off, or this is no ZIP file")
	}
	end := src.Size - int64(len(tail)-at)
	size, start := int64(binary.LittleEndian.Uint32(tail[at+12:])), int64(binary.LittleEndian.Uint32(tail[at+16:]))
	if size == wide32 || start == wide32 {
		wide := bytes.LastIndex(tail[:at], []byte("PK\x06\x06"))
		if wide < 0 || at-wide < 56 {
			return 0, errors.New("the ZIP64 directory of the package is cut off")
		}
		size = int64(min(binary.LittleEndian.Uint64(tail[wide+40:]), 1<<62))
		start = int64(min(binary.LittleEndian.Uint64(tail[wide+48:]), 1<<62))
	}
	// It is read from where it is said to begin, for as long as it goes on.
	return max(size, end-start), nil
}

// wide32 stands where a number is too large for its 32 bits.
const wide32 = 0xffffffff

// entries gives the files by name. A name that comes twice is told: programs
// differ in which of the two they read.
func entries(z *zip.Reader, tell func(part, reason string)) (files []*zip.File, byName map[string]*zip.File) {
	byName = map[string]*zip.File{}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if byName[f.Name] != nil {
			tell(label(f.Name), "the package holds two files of this name; the first is taken, and other programs may take the other")
			continue
		}
		byName[f.Name] = f
		files = append(files, f)
	}
	return files, byName
}

// label is a file's name for people: valid UTF-8 of a length to be read.
func label(name string) string {
	if len(name) > 200 {
		name = name[:200] + "..."
	}
	return "file " + strings.ToValidUTF8(name, "\uFFFD")
}

// readSmall reads a file of the package as a whole.
func readSmall(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("it can't be opened: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("it is broken: %w", err)
	case int64(len(data)) > most:
		return nil, fmt.Errorf("it is longer than %d bytes", most)
	}
	return data, r.Close()
}
