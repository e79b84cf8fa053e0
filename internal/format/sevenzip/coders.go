package sevenzip

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/ulikunitz/xz/lzma"

	"sanad/internal/format/content"
)

// Steps of packing that memory depends on, or that this package undoes itself
// to see the list of contents before the library does.
const (
	coderCopy  = "\x00"
	coderLZMA  = "\x03\x01\x01"
	coderLZMA2 = "\x21"
	coderPPMd  = "\x03\x04\x01"
	coderAES   = "\x06\xf1\x07\x01"
)

// window is how much memory undoing the step takes, as far as the step says.
func (c coder) window() (int64, error) {
	switch c.id {
	case coderLZMA:
		if len(c.props) < 5 {
			return 0, errList
		}
		return int64(min(uint64(le32(c.props[1:])), c.size)), nil
	case coderLZMA2:
		if len(c.props) < 1 || c.props[0] > 40 {
			return 0, errList
		}
		return int64(2|c.props[0]&1) << (c.props[0]/2 + 11), nil
	case coderPPMd:
		if len(c.props) < 5 {
			return 0, errList
		}
		return int64(le32(c.props[1:])), nil
	}
	return 0, nil
}

// fits refuses a block that takes more than most bytes for its windows.
func (b block) fits(most int64) error {
	var all int64
	for _, c := range b.coders {
		n, err := c.window()
		if err != nil {
			return err
		}
		if all += n; all > most {
			return fmt.Errorf("unpacking it takes a window of %d bytes: %w", n, &content.Limited{Limit: "whole_bytes", Max: most})
		}
	}
	return nil
}

// clear unpacks a list of contents, which is small and packed in few ways.
func (b block) clear(packed []byte, password string) ([]byte, error) {
	if err := b.fits(largestList); err != nil {
		return nil, err
	}
	if len(b.coders) > 2 || b.packed != 1 {
		return nil, errors.New("its list of contents is packed in a way that is not read")
	}
	for _, c := range b.coders {
		if c.id == coderAES {
			var err error
			if packed, err = c.decrypt(packed, password); err != nil {
				return nil, err
			}
		}
	}
	for _, c := range b.coders {
		if c.id == coderAES {
			continue
		}
		r, err := c.reader(packed)
		if err == nil {
			packed, err = io.ReadAll(io.LimitReader(r, int64(min(c.size, largestList))))
		}
		if err != nil {
			return nil, fmt.Errorf("its list of contents can't be unpacked: %w", err)
		}
	}
	return packed, nil
}

// largestList is how large a list of contents may be, unpacked.
const largestList = 32 << 20

func (c coder) reader(packed []byte) (io.Reader, error) {
	switch c.id {
	case coderCopy:
		return bytes.NewReader(packed), nil
	case coderLZMA:
		head := binary.LittleEndian.AppendUint64(bytes.Clone(c.props[:5]), c.size)
		return lzma.NewReader(bytes.NewReader(append(head, packed...)))
	case coderLZMA2:
		n, _ := c.window()
		return (lzma.Reader2Config{DictCap: int(n)}).NewReader2(bytes.NewReader(packed))
	}
	return nil, fmt.Errorf("it is packed by %x, which is not read", c.id)
}

// mostRounds is the power of two up to which 7-Zip makes keys.
const mostRounds = 24

// decrypt undoes 7-Zip's AES-256 in CBC mode: the key is SHA-256 over 2^n
// repetitions of salt, password in UTF-16 and a counter.
func (c coder) decrypt(packed []byte, password string) ([]byte, error) {
	p := &cursor{b: c.props}
	first, second := p.byte(), p.byte()
	salt := p.take(uint64(first>>7&1 + second>>4))
	iv := make([]byte, aes.BlockSize)
	copy(iv, p.take(uint64(first>>6&1+second&15)))
	rounds := first & 0x3f
	if p.err != nil || rounds > mostRounds && rounds != 0x3f {
		return nil, errList
	}
	block, err := aes.NewCipher(makeKey(password, salt, rounds))
	if err != nil {
		return nil, fmt.Errorf("making the key of its encryption: %w", err)
	}
	out := make([]byte, len(packed)/aes.BlockSize*aes.BlockSize)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, packed[:len(out)])
	return out[:min(uint64(len(out)), c.size)], nil
}

func makeKey(password string, salt []byte, rounds byte) []byte {
	seed := bytes.Clone(salt)
	for _, u := range utf16.Encode([]rune(password)) {
		seed = binary.LittleEndian.AppendUint16(seed, u)
	}
	if rounds == 0x3f {
		return append(seed, make([]byte, sha256.Size)...)[:sha256.Size]
	}
	sum := sha256.New()
	seed = append(seed, make([]byte, 8)...)
	for n := range uint64(1) << rounds {
		binary.LittleEndian.PutUint64(seed[len(seed)-8:], n)
		sum.Write(seed)
	}
	return sum.Sum(nil)
}

func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
