package unzip

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz/lzma"

	"sanad/internal/format/content"
)

// unpacked reads an entry's content from its packed bytes and checks length
// and checksum at the end.
func (a *archive) unpacked(e entry, raw io.Reader) (io.Reader, error) {
	method, check := e.method, true
	if e.flags&(flagEncrypted|flagStrong|flagHidden) != 0 {
		clear, err := e.decrypted(raw, a.opt.Password)
		if err != nil {
			return nil, err
		}
		if raw = clear; method == methodAES {
			method, check = e.aes.method, e.aes.version != 2
		}
	}
	r, err := unpack(method, raw, e.size, a.opt.Limits.WholeBytes)
	if err != nil {
		return nil, err
	}
	return &checked{r: r, left: e.size, crc: e.crc, check: check}, nil
}

// unpack undoes a method of packing. window is how much memory one that looks
// far back may take.
func unpack(method uint16, raw io.Reader, size, window int64) (io.Reader, error) {
	switch method {
	case 0:
		return raw, nil
	case 8:
		return flate.NewReader(raw), nil
	case 9:
		return newInflate64(raw), nil
	case 12:
		return bzip2.NewReader(raw), nil
	case 14:
		return unLZMA(raw, size, window)
	case 93:
		z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(uint64(max(window, 1<<10))))
		if err != nil {
			return nil, fmt.Errorf("its Zstandard data can't be read: %w", err)
		}
		return z, nil
	}
	return nil, fmt.Errorf("it is packed by %s, which is not read", methodName(method))
}

// unLZMA reads method 14: version, length of properties, then what the classic
// file format begins with, but for the length, which the entry knows.
func unLZMA(raw io.Reader, size, window int64) (io.Reader, error) {
	var head [9]byte
	if _, err := io.ReadFull(raw, head[:]); err != nil || le16(head[2:]) != 5 {
		return nil, errors.New("its LZMA header is damaged")
	}
	if dict := int64(le32(head[5:])); min(dict, size) > window {
		return nil, fmt.Errorf("it is packed with a window of %d bytes: %w", dict, &content.Limited{Limit: "whole_bytes", Max: window})
	}
	classic := binary.LittleEndian.AppendUint64(head[4:9:9], uint64(size))
	r, err := lzma.NewReader(bufio.NewReader(io.MultiReader(bytes.NewReader(classic), raw)))
	if err != nil {
		return nil, fmt.Errorf("its LZMA data can't be read: %w", err)
	}
	return r, nil
}

// methodName names a method of packing (APPNOTE 4.4.5).
func methodName(method uint16) string {
	switch method {
	case 1:
		return "Shrink (method 1)"
	case 2, 3, 4, 5:
		return fmt.Sprintf("Reduce (method %d)", method)
	case 6:
		return "Implode (method 6)"
	case 95:
		return "XZ (method 95)"
	case 96:
		return "JPEG recompression (method 96)"
	case 97:
		return "WavPack (method 97)"
	case 98:
		return "PPMd (method 98)"
	}
	return fmt.Sprintf("method %d", method)
}

// checked fails at the end of a content that is not what its entry promised.
type checked struct {
	r     io.Reader
	left  int64 // bytes that may come
	crc   uint32
	sum   uint32
	check bool
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, errors.New("it is longer than the ZIP directory says")
	}
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p[:n])
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, plainly(err)
	case c.left > 0:
		return n, errors.New("it is shorter than the ZIP directory says")
	case c.check && c.sum != c.crc:
		return n, errors.New("its content does not fit its checksum")
	}
	return n, io.EOF
}

// plainly says in words what a library's error means.
func plainly(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("its packed data is cut off")
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("it is packed with too large a window: %w", &content.Limited{Limit: "whole_bytes"})
	}
	return fmt.Errorf("its packed data is damaged: %w", err)
}
