package unzip

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"sanad/internal/format/content"
)

// aesKind is the extra field 0x9901 of WinZip's AES encryption (AE-1, AE-2).
type aesKind struct {
	version  uint16
	strength byte   // 1: 128 bits, 2: 192, 3: 256
	method   uint16 // how the bytes are packed below the encryption
}

const methodAES = 99

// cipher names how the entry is encrypted.
func (e entry) cipher() string {
	switch {
	case e.flags&(flagStrong|flagHidden) != 0:
		return "PKWARE strong encryption"
	case e.method == methodAES && e.aes.strength >= 1 && e.aes.strength <= 3:
		return fmt.Sprintf("AES-%d", 64+64*int(e.aes.strength))
	case e.method == methodAES:
		return "AES"
	}
	return "ZipCrypto"
}

// decrypted reads the packed bytes of an encrypted entry in the clear. packed
// is their length with what the encryption added.
func (e entry) decrypted(raw io.Reader, password string) (io.Reader, error) {
	if password == "" {
		return nil, content.ErrPassword
	}
	if e.flags&(flagStrong|flagHidden) != 0 {
		return nil, errors.New("it is encrypted (PKWARE strong encryption), which is not read")
	}
	if e.method == methodAES {
		return e.aesReader(raw, password)
	}
	return e.cryptReader(raw, password)
}

// aesReader follows WinZip's "AES Encryption Information": salt, two bytes to
// check the password, data in counter mode, ten bytes of HMAC-SHA1.
func (e entry) aesReader(raw io.Reader, password string) (io.Reader, error) {
	if e.aes.strength < 1 || e.aes.strength > 3 {
		return nil, errors.New("it is encrypted (AES) with a key of unknown length")
	}
	n := 8 + 8*int(e.aes.strength)
	head := make([]byte, n/2+2)
	left := e.packed - int64(len(head)) - 10
	if _, err := io.ReadFull(raw, head); err != nil || left < 0 {
		return nil, errors.New("it is cut off within its encryption header")
	}
	keys, err := pbkdf2.Key(sha1.New, password, head[:n/2], 1000, 2*n+2)
	if err != nil {
		return nil, fmt.Errorf("making the key of its encryption: %w", err)
	}
	if subtle.ConstantTimeCompare(keys[2*n:], head[n/2:]) != 1 {
		return nil, content.ErrPassword
	}
	block, err := aes.NewCipher(keys[:n])
	if err != nil {
		return nil, fmt.Errorf("making the key of its encryption: %w", err)
	}
	return &aesReader{raw: raw, left: left, block: block, mac: hmac.New(sha1.New, keys[n:2*n])}, nil
}

// aesReader decrypts in counter mode with WinZip's counter, which is little
// endian and begins at 1, and checks the authentication code at the end.
type aesReader struct {
	raw   io.Reader
	left  int64
	block cipher.Block
	mac   hash.Hash
	count uint64
	pad   [aes.BlockSize]byte
	used  int // of pad; 0: make a new one
}

func (r *aesReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, r.authentic()
	}
	p = p[:min(int64(len(p)), r.left)]
	n, err := r.raw.Read(p)
	r.left -= int64(n)
	r.mac.Write(p[:n])
	for i := range p[:n] {
		if r.used == 0 {
			r.count++
			clear(r.pad[:])
			binary.LittleEndian.PutUint64(r.pad[:], r.count)
			r.block.Encrypt(r.pad[:], r.pad[:])
		}
		p[i] ^= r.pad[r.used]
		r.used = (r.used + 1) % aes.BlockSize
	}
	if err == io.EOF && r.left > 0 {
		err = io.ErrUnexpectedEOF
	} else if err == io.EOF {
		err = nil
	}
	return n, err
}

func (r *aesReader) authentic() error {
	if r.mac == nil {
		return io.EOF
	}
	code := make([]byte, 10)
	if _, err := io.ReadFull(r.raw, code); err != nil {
		return io.ErrUnexpectedEOF
	}
	if !hmac.Equal(code, r.mac.Sum(nil)[:10]) {
		return errors.New("its encrypted bytes were changed: the authentication code does not fit")
	}
	r.mac = nil
	return io.EOF
}

// cryptReader reads PKWARE's traditional encryption (APPNOTE 6.1), whose last
// header byte tells most wrong passwords.
func (e entry) cryptReader(raw io.Reader, password string) (io.Reader, error) {
	r := &cryptReader{raw: raw, keys: [3]uint32{0x12345678, 0x23456789, 0x34567890}}
	for i := range len(password) {
		r.update(password[i])
	}
	head := make([]byte, 12)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, errors.New("it is cut off within its encryption header")
	}
	want := byte(e.crc >> 24)
	if e.flags&flagDescriptor != 0 {
		want = byte(e.clock >> 8)
	}
	if head[11] != want {
		return nil, content.ErrPassword
	}
	return r, nil
}

type cryptReader struct {
	raw  io.Reader
	keys [3]uint32
}

func (r *cryptReader) update(b byte) {
	step := func(crc uint32, b byte) uint32 { return crc32.IEEETable[byte(crc)^b] ^ crc>>8 }
	r.keys[0] = step(r.keys[0], b)
	r.keys[1] = (r.keys[1]+r.keys[0]&0xff)*134775813 + 1
	r.keys[2] = step(r.keys[2], byte(r.keys[1]>>24))
}

func (r *cryptReader) Read(p []byte) (int, error) {
	n, err := r.raw.Read(p)
	for i := range p[:n] {
		t := r.keys[2] | 2
		p[i] ^= byte(t * (t ^ 1) >> 8)
		r.update(p[i])
	}
	return n, err
}
