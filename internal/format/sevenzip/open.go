package sevenzip

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/bodgit/sevenzip"

	"sanad/internal/format/content"
)

const (
	signature = "7z\xbc\xaf\x27\x1c"
	lenStart  = 32 // of the signature header
)

// begin finds the archive in the file: at its start, or after a program that
// unpacks itself.
func begin(src content.Source) (content.Source, []byte, error) {
	head := make([]byte, min(src.Size, 1<<20+lenStart))
	if _, err := io.ReadFull(src.Stream(), head); err != nil {
		return src, nil, fmt.Errorf("reading the beginning of the file: %w", err)
	}
	for at := 0; ; at++ {
		i := bytes.Index(head[at:], []byte(signature))
		if i < 0 {
			return src, nil, errors.New("this is not a 7z archive: its mark was not found")
		}
		if at += i; at+lenStart > len(head) {
			return src, nil, errors.New("the 7z archive is cut off within its first header")
		}
		h := head[at : at+lenStart]
		if crc32.ChecksumIEEE(h[12:]) == le32(h[8:]) {
			n := src.Size - int64(at)
			return content.Source{ReaderAt: io.NewSectionReader(src, int64(at), n), Size: n, Name: src.Name}, h, nil
		}
		if at == 0 && !bytes.Contains(head[1:], []byte(signature)) {
			return src, nil, errors.New("the 7z archive's first header is damaged")
		}
	}
}

// list reads the list of contents and refuses what would cost too much.
func list(src content.Source, start []byte, opt content.Options) (listing, error) {
	at, size, sum := le64(start[12:]), le64(start[20:]), le32(start[28:])
	if size == 0 {
		return listing{}, nil
	}
	if size > largestList {
		return listing{}, fmt.Errorf("its list of contents has %d bytes: %w", size, &content.Limited{Limit: "whole_bytes", Max: largestList})
	}
	raw, err := slice(src, at, size)
	if err != nil {
		return listing{}, err
	}
	if crc32.ChecksumIEEE(raw) != sum {
		return listing{}, fmt.Errorf("%w and without it nothing can be unpacked", errList)
	}
	most := 2 * opt.Limits.Members
	if raw[0] != idEncoded {
		return readListing(raw, most)
	}
	outer, err := readEncoded(raw)
	if err != nil {
		return listing{}, err
	}
	return decoded(src, outer, opt, most)
}

// decoded reads a list of contents that is itself packed.
func decoded(src content.Source, outer listing, opt content.Options, most int64) (listing, error) {
	b := outer.blocks[0]
	if b.encrypted() && opt.Password == "" {
		return listing{}, fmt.Errorf("%w: even its list of contents is encrypted (AES-256)", content.ErrPassword)
	}
	if len(outer.packed) == 0 {
		return listing{}, errList
	}
	packed, err := slice(src, outer.at, outer.packed[0])
	if err != nil {
		return listing{}, err
	}
	raw, err := b.clear(packed, opt.Password)
	if err == nil && (len(raw) == 0 || raw[0] != idHeader) {
		err = errList
	}
	if err != nil && b.encrypted() {
		return listing{}, fmt.Errorf("%w: the one given does not open its list of contents (AES-256)", content.ErrPassword)
	}
	if err != nil {
		return listing{}, err
	}
	return readListing(raw, most)
}

// slice reads size bytes that begin at at after the signature header.
func slice(src content.Source, at, size uint64) ([]byte, error) {
	room := uint64(src.Size - lenStart)
	if at > room || size > room-at {
		return nil, errors.New("the 7z archive is cut off, or one of several parts: its list of contents, which stands at the end, is missing, and without it nothing can be unpacked")
	}
	if size > largestList {
		return nil, fmt.Errorf("its list of contents has %d bytes: %w", size, &content.Limited{Limit: "whole_bytes", Max: largestList})
	}
	b := make([]byte, size)
	if _, err := src.ReadAt(b, lenStart+int64(at)); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading its list of contents: %w", err)
	}
	return b, nil
}

// library opens the archive, whose listing was found to be in bounds.
func library(src content.Source, password string) (z *sevenzip.Reader, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%v)", errList, p)
		}
	}()
	return sevenzip.NewReaderWithPassword(src, src.Size, password)
}
